"""Pages about one centre, mounted at /c/<centre>/."""

app_name = "centre"

urlpatterns = []
