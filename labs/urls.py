"""Mounted at /c/<centre>/lab/."""

app_name = "labs"
urlpatterns = []
