from django.apps import AppConfig


class OpdConfig(AppConfig):
    name = "opd"

    def ready(self):
        from opd.slip import links
        from registration import scans

        scans.add_resolver(links.visit_of)
