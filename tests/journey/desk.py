"""The counter and the nurse's table."""

from tests.journey.person import Person

# Twelve digits of the 9999 test range.
AADHAAR = "999952601814"
PATIENT, PHONE = "Sunita Devi", "9876543210"


def register(clerk: Person) -> bytes:
    """Somebody new, typed by keyboard alone; the slip's paper as the printer gets it."""
    clerk.look("home-clerk")
    if clerk.script:
        clerk.go("F2")
    else:
        clerk.tab_to("Register a patient")
        clerk.go("Enter")
    clerk.look("counter-empty")
    new_patient(clerk)
    clerk.look("registered")
    clerk.sees("1")
    return print_slip(clerk)


def new_patient(clerk: Person) -> None:
    open_form(clerk)
    before = clerk.keys
    type_patient(clerk)
    clerk.look("new-patient-typed")
    save(clerk)
    assert clerk.keys - before <= 30


def open_form(clerk: Person) -> None:
    if clerk.script:
        clerk.go("F2")
    else:
        clerk.tab_to("New patient")
        clerk.go("Enter")
    clerk.look("new-patient")


def type_patient(clerk: Person) -> None:
    clerk.tab_to("Full name")
    clerk.type(PATIENT)
    clerk.fill("Birth date or age", "46y")
    clerk.tab_to("Sex")
    clerk.press("Space")
    clerk.fill("Husband, father or mother", "Ramesh Kumar Yadav")
    clerk.fill("Mobile", PHONE)
    clerk.fill("House", "12/A")
    clerk.fill("Mohalla or street", "Yarpur Road")
    clerk.fill("Ward", "14")
    clerk.fill("PIN code", "800001")
    clerk.fill("Aadhaar", AADHAAR)
    clerk.tab_to("Notice read out, person agrees")
    clerk.press("Space")


def save(clerk: Person) -> None:
    if clerk.script:
        clerk.go("Control+Enter")
    else:
        clerk.tab_to("Save and print the slip")
        clerk.go("Enter")


def print_slip(person: Person) -> bytes:
    """The button that prints has the focus, or is one key away."""
    if not person.script:
        person.tab_to("Print slip")
    with person.papers() as papers:
        person.press("F9" if person.script else "Enter")
    return papers[0]


def print_again(clerk: Person) -> bytes:
    """The patient comes back to the window with the reports: today's token opens the slip again."""
    if clerk.script:
        clerk.go("F2")
    else:
        clerk.tab_to("Register a patient")
        clerk.go("Enter")
    clerk.look("counter")
    clerk.tab_to(PATIENT)
    clerk.go("Enter")
    clerk.look("registered-later")
    return print_slip(clerk)


def measure(nurse: Person) -> None:
    nurse.look("home-nurse")
    nurse.tab_to("Vitals to take")
    nurse.go("Enter")
    nurse.look("vitals-list")
    if nurse.script:
        nurse.go("F8")
    else:
        nurse.tab_to("Measure")
        nurse.go("Enter")
    nurse.look("vitals")
    before = nurse.keys
    for label, value in (("BP", "164/102"), ("Pulse", "88"), ("Temperature", "101.2"), ("Weight", "61.5")):
        nurse.fill(label, value)
    if nurse.script:
        nurse.go("Control+Enter")
    else:
        nurse.tab_to("Save")
        nurse.go("Enter")
    assert nurse.keys - before <= (
        16 if nurse.script else 22
    )  # without JavaScript no key saves: five tabs to the button
    nurse.look("vitals-saved")
