"""Asking a specialist from the room, answering at the hospital, taking the answer over."""

from tests.journey.person import Person

QUESTION = {
    "hi": "दो हफ़्ते से खुजली, दो बार दवा लगाई, ठीक नहीं। अब क्या करें?",
    "en": "Itching for two weeks, treated twice, no better. What next?",
}
ADVICE = {"hi": "साबुन कम, तेल लगाएँ", "en": "Less soap, oil the skin"}


def ask(doctor: Person, visit, photo: bytes) -> None:
    """From the consultation, with a photo; the file's window belongs to the browser, so the test hands it over."""
    doctor.open(f"/c/{visit.centre.code}/opd/visits/{visit.code}/consultation/")
    follow(doctor, "F3", "ask a specialist")
    doctor.look("ask")
    doctor.back_to("Whom to ask", box=True)
    doctor.press("ArrowDown") if doctor.script else choose_first(doctor)
    doctor.fill("Question", QUESTION[doctor.language])
    doctor.page.set_input_files("#picture", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo})
    doctor.tab_to("Add the picture")
    doctor.go("Enter")
    doctor.look("ask-with-picture")
    send(doctor, "Send the question")
    doctor.sees(doctor.say("Sent. The answer will stand here and on the slip."))


def choose_first(person: Person) -> None:
    """Without JavaScript a list answers its keys all the same."""
    person.press("ArrowDown")


def answer(specialist: Person) -> None:
    specialist.look("home-specialist")
    specialist.tab_to("Questions from health centres")
    specialist.go("Enter")
    specialist.look("help-list")
    specialist.go("Enter")  # the first has the focus
    specialist.look("help-open")
    specialist.go("Enter")
    specialist.look("help")
    specialist.type(ADVICE[specialist.language])
    specialist.tab_to("Medicine, or the whole line: pcm 500 1-0-1 5d pc", box=True)
    specialist.type("pcm 500 1-0-1 5d pc")
    send(specialist, "Send the answer")
    specialist.look("help-answered")


def take_over(doctor: Person) -> None:
    doctor.open("/")
    doctor.look("home-answered")
    doctor.tab_to("Answers from specialists")
    doctor.go("Enter")
    doctor.look("asked")
    doctor.go("Enter")
    doctor.look("answered")
    before = doctor.keys
    doctor.go("Control+Enter" if doctor.script else "Enter")  # the button has the focus
    assert doctor.keys - before == 1
    doctor.look("taken-over")
    doctor.sees("PARACETAMOL")


def follow(person: Person, key: str, words: str) -> None:
    """A function key, or the link said like this."""
    if person.script:
        person.go(key)
    else:
        person.tab_to(words)
        person.go("Enter")


def send(person: Person, words: str) -> None:
    if person.script:
        person.go("Control+Enter")
    else:
        person.tab_to(words)
        person.go("Enter")
