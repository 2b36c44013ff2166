from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self):
        from labs import scanning
        from registration import desks, scans

        scans.add_label(scanning.LABEL)
        desks.add(scanning.DESK)
