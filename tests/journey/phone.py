"""The patient, a cheap phone, and the QR on the paper."""

from tests.journey import desk
from tests.journey.person import Person

READ = {
    "hi": ("पैरासिटामोल", "9.8", "कम"),
    "en": ("Paracetamol", "9.8", "low"),
}


def open_slip(patient: Person, path: str) -> None:
    """What the paper's QR opens: nothing personal before the gate, the slip behind it."""
    weigh(patient, path, most=14)
    if patient.language == "en" and patient.page.evaluate("document.documentElement.lang") == "hi":
        patient.tab_to("English", most=2)  # the phone speaks Hindi until asked
        patient.go("Enter")
    patient.look("gate")
    assert "Sunita" not in patient.page.content()
    answer(patient)


def answer(patient: Person) -> None:
    patient.tab_to("Last 4 digits of the phone number given at registration", most=4)
    patient.type(desk.PHONE[-4:])
    with patient.weighing(most=30):
        patient.go("Enter")
    patient.look("phone")


def weigh(patient: Person, path: str, *, most: int) -> None:
    with patient.weighing(most=most):
        patient.open(path)


def reads(patient: Person) -> None:
    """Medicines in words, results with what they mean, and when to come back."""
    said = patient.page.locator("main").inner_text()
    for words in READ[patient.language]:
        assert words in said, f"{words} in {said}"
