"""Where the journey happens: one centre as on its first day, and who works there."""

from dataclasses import dataclass, field

from centres.catalogue import furnish
from centres.models import Centre, User
from centres.permissions import Role
from labs.catalogue import load as load_tests
from labs.catalogue import offer_defaults
from opd.catalogue import load as load_clinic
from registration.catalogue import load as load_places
from tests.centres.factories import PASSWORD, CentreFactory, staff

PEOPLE = {
    "clerk": (Role.CLERK, "Reena Kumari", "रीना कुमारी"),
    "nurse": (Role.NURSE, "Anita Kujur", "अनीता कुजूर"),
    "doctor": (Role.DOCTOR, "Dr Harsh Mishra", "डॉ. हर्ष मिश्र"),
    "technician": (Role.LAB_TECHNICIAN, "Manoj Paswan", "मनोज पासवान"),
    "chief": (Role.IN_CHARGE, "Dr Nasreen Jahan", "डॉ. नसरीन जहाँ"),
    "senior": (Role.LAB_TECHNICIAN, "Sadhana Sinha", "साधना सिन्हा"),
}


@dataclass
class Town:
    """`url` is where the server listens; `people` sign in with `tests.centres.factories.PASSWORD`."""

    url: str
    centre: Centre
    people: dict[str, User] = field(default_factory=dict)

    @classmethod
    def build(cls, url: str) -> "Town":
        centre = CentreFactory(
            code="UPHC-02",
            short_code="YRP",
            name_en="UPHC Yarpur",
            name_hi="शहरी प्राथमिक स्वास्थ्य केंद्र, यारपुर",
            two_person_release=True,
        )
        furnish(centre)
        for load in (load_places, load_tests, load_clinic):
            load()
        offer_defaults(centre)
        people = {
            name: staff(role, centre, username=name, name_en=english, name_hi=hindi, password=PASSWORD)
            for name, (role, english, hindi) in PEOPLE.items()
        }
        return cls(url, centre, people)

    def speak(self, language: str) -> None:
        """What each of them chose as their own language some day."""
        User.objects.filter(username__in=PEOPLE).update(language=language)
