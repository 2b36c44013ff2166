from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "centres"

    def ready(self):
        from centres import facts, presence, receivers  # noqa: F401 (receivers connects them)

        facts.add("centres.printers", presence.printers)
        facts.count_use("staff", presence.at_work)
