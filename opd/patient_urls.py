"""The patient's page, mounted at /s/."""

app_name = "patient"

urlpatterns = []
