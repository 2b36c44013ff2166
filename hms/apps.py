from django.apps import AppConfig


class HmsConfig(AppConfig):
    name = "hms"

    def ready(self):
        from hms import checks  # noqa: F401 (registers them)
