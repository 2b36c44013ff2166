"""The laboratory: who takes and enters, and who releases."""

from labs.models import Test
from tests.journey.person import Person

VALUES = {"Blood urea": "30", "Serum creatinine": "0.9", "Serum uric acid": "5.1", "Haemoglobin": "9.8"}


def collect(technician: Person) -> None:
    """The list has the cursor where a label is scanned or, as here, the token is typed."""
    technician.look("home-technician")
    technician.tab_to("Samples to take")
    technician.go("Enter")
    technician.look("worklist")
    technician.type("1")
    technician.go("Enter")
    technician.look("samples")
    send(technician, "Samples taken")
    technician.look("samples-taken")


def enter(technician: Person) -> None:
    technician.tab_to("Enter results") if not technician.script else None
    technician.go("F7" if technician.script else "Enter")
    technician.look("results")
    before = technician.keys
    for name, value in VALUES.items():
        label = getattr(Test.objects.get(name_en=name), f"name_{technician.language}")
        technician.fill(label, value, key="Enter" if technician.script else "Tab")
    send(technician, "Save")
    assert technician.keys - before <= (20 if technician.script else 28)  # past each row's “Cancel” without JavaScript
    technician.look("results-entered")


def release(senior: Person) -> None:
    """The second person: whoever entered the values is told that somebody else releases them."""
    senior.tab_to("Results to release")
    senior.go("Enter")
    senior.look("worklist-release")
    senior.type("1")
    senior.go("Enter")
    senior.look("release")
    send(senior, "Release and make the report")
    senior.look("reports")


def send(person: Person, button: str) -> None:
    if person.script:
        person.go("Control+Enter")
    else:
        person.tab_to(button)
        person.go("Enter")
