"""The doctor's room."""

from tests.journey.person import Person


def consult(doctor: Person) -> None:
    doctor.look("home-doctor")
    call_next(doctor)
    before = doctor.keys
    write(doctor)
    doctor.look("consultation-written")
    review(doctor)
    # Counted: 36, and without JavaScript 1, where one line takes everything up to the signature.
    assert doctor.keys - before <= (45 if doctor.script else 3)
    doctor.look("consultation-sign")
    sign(doctor)
    doctor.look("consultation-signed")


def call_next(doctor: Person) -> None:
    doctor.tab_to("Queue")
    doctor.go("Enter")
    doctor.look("queue")
    if doctor.script:
        doctor.go("F8")
    else:
        doctor.tab_to("Call the next one")
        doctor.go("Enter")
    doctor.look("consultation")


def write(doctor: Person) -> None:
    """Complaint, diagnosis, medicine, a panel and a single test, and when to come again."""
    if not doctor.script:
        doctor.type("c fever 3d; d J06.9; r pcm 500 1-0-1 5d pc; t KFT, HB; f 7d; s")
        return
    add(doctor, "Complaints", "fever 3d")
    add(doctor, "Diagnosis", "J06.9")
    add(doctor, "Medicine, or the whole line: pcm 500 1-0-1 5d pc", "pcm 500 1-0-1 5d pc")
    add(doctor, "Tests", "KFT")
    add(doctor, "Tests", "HB")
    doctor.fill("Come again", "7d", most=90)


def add(doctor: Person, label: str, text: str) -> None:
    """Type into an entry box and take it with Enter; what was taken stands as a line."""
    doctor.tab_to(label, box=True)
    doctor.type(text)
    if not doctor.script:
        doctor.go("Enter")
        return
    box = doctor.page.evaluate("document.activeElement.id")
    doctor.press("Enter")
    doctor.page.wait_for_function("id => document.getElementById(id).value === ''", arg=box)


def review(doctor: Person) -> None:
    if doctor.script:
        doctor.go("Control+Enter")
    else:
        doctor.go("Enter")


def sign(doctor: Person) -> None:
    if doctor.script:
        doctor.go("Control+Enter")
    else:
        doctor.tab_to("Sign")
        doctor.go("Enter")
