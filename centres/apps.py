from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "centres"

    def ready(self):
        from centres import facts, house_lists, own_resources, presence, receivers, resources  # noqa: F401 (receivers connects them)

        for source in own_resources.SOURCES:
            resources.add(source)
        for one in house_lists.OWN:
            house_lists.add(one)
        facts.add("centres.printers", presence.printers)
        facts.count_use("staff", presence.at_work)
