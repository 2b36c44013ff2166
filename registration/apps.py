from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"

    def ready(self):
        from centres import housekeeping
        from registration.services import arrivals

        housekeeping.CHORES["details from patients' phones"] = arrivals.forget_old
