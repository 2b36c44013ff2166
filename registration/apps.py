from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"

    def ready(self):
        from centres import facts, housekeeping
        from registration import waits
        from registration.services import arrivals, importing

        housekeeping.CHORES["details from patients' phones"] = arrivals.forget_old
        housekeeping.CHORES["registers' files and rows"] = importing.forget_old
        facts.add("registration.waiting", waits.waiting)
