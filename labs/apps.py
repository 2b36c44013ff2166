from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self):
        from centres import facts, resources
        from labs import claimed, scanning
        from labs import resources as tests
        from registration import desks, scans

        scans.add_label(scanning.LABEL)
        desks.add(scanning.DESK)
        resources.add(tests.SOURCE)
        facts.add("labs.undone", claimed.undone)
        facts.count_use("lab", claimed.released)
