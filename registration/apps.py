from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"

    def ready(self):
        from centres import facts, housekeeping
        from registration import waits
        from registration.services import arrivals

        housekeeping.CHORES["details from patients' phones"] = arrivals.forget_old
        facts.add("registration.waiting", waits.waiting)
