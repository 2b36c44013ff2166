from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self):
        from centres import facts
        from labs import claimed, scanning
        from registration import desks, scans

        scans.add_label(scanning.LABEL)
        desks.add(scanning.DESK)
        facts.add("labs.undone", claimed.undone)
        facts.count_use("lab", claimed.released)
