"""The counter, mounted at /c/<centre>/counter/."""

from django.urls import path

app_name = "registration"

urlpatterns: list[path] = []
