"""What the poster's QR opens, mounted at /p/."""

from django.urls import path

from registration.views.own_phone import OwnPhone

app_name = "own-phone"

urlpatterns = [
    path("<slug:place>", OwnPhone.as_view(), name="page"),
]
