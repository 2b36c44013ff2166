"""The person in charge: records of one person put together, and taken apart again."""

from hms.lib import ids
from tests.journey.person import Person


def compare(chief: Person) -> None:
    """From the home page to the two records side by side."""
    chief.look("home-in-charge")
    chief.tab_to("Records to compare")
    chief.go("Enter")
    chief.look("duplicates")
    chief.tab_to("Compare")
    chief.go("Enter")
    chief.look("duplicate")


def put_together(chief: Person, reason: str) -> None:
    """The phone of the second record is right; everything else agrees or is taken from the one that knows it."""
    chief.tab_to(f"{chief.say('Mobile')}, {chief.say('Record 1')}")
    chief.press("ArrowDown")
    chief.fill("How do you know that this is one person?", reason)
    if chief.script:
        chief.go("Control+Enter")
    else:
        chief.tab_to("One person: put them together")
        chief.go("Enter")
    chief.look("merged")
    chief.sees(chief.say("One record now. Both numbers open it."))


def open_by(chief: Person, uhid: str, *, sees: str) -> None:
    """A number typed into the scan box at the top opens the one person it names now."""
    chief.tab_to("Scan or type", box=True)
    chief.type(ids.format_uhid(uhid))
    chief.go("Enter")
    chief.look("opened-by-old-number")
    chief.sees(sees)


def take_apart(chief: Person, address: str, reason: str) -> None:
    chief.open(address)
    chief.fill("Why are they taken apart?", reason)
    if chief.script:
        chief.go("Control+Enter")
    else:
        chief.tab_to("Take them apart")
        chief.go("Enter")
    chief.look("taken-apart")
    chief.sees(chief.say("Two records again, as they were."))
