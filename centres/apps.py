from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "centres"

    def ready(self):
        from centres import receivers  # noqa: F401 (connects them)
