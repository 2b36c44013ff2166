"""Every view says what it needs, stands on the right base and acts once."""

import inspect

import pytest

from centres.permissions import Permission
from centres.views.base import CentreView, DeclaredView
from tests.sweeps.routes import routes

# Views that take a POST without once.answer_once, and why that is right.
TWICE_IS_FINE = {
    "ChangePassword": "the old password no longer fits the second time",
    "CloseWorkstation": "closing what is closed changes nothing",
    "ConsultationPage": "a draft saved twice is the same draft; another version is a conflict shown to the doctor",
    "ConsultationMerge": "carries the draft's version: the second is a conflict",
    "Draft": "keeping the same words again keeps them once; a later draft takes their place",
    "DraftDrop": "dropping what is dropped changes nothing",
    "Echo": "looks things up and changes nothing; the words are in the body to keep them out of addresses",
    "EndSignIn": "ending what has ended changes nothing",
    "History": "a search word in the body, to keep it out of addresses; changes nothing",
    "ItemAnswer": "an answer saved twice is the same answer; a colleague's other answer is a conflict shown to both",
    "Labels": "prints; every print is counted",
    "LanguageSwitch": "the same choice again",
    "Lock": "locked stays locked",
    "Locked": "nobody is signed in yet, so there is no owner of a key; a PIN opens once or again",
    "NearerPrint": "keyed: links.print_slip answers the same key with the same print",
    "OwnPhone": "keyed: the same form again corrects what it left and keeps its code",
    "PadEcho": "looks things up, as Echo does",
    "PadSlipView": "looks people up, as the counter's box does; attaching is a form of its own",
    "PatientPage": "nobody is signed in; a right answer opens, a wrong one counts",
    "Search": "looks people up and changes nothing; the words are in the body to keep them out of addresses",
    "Reveal": "shows what is kept and changes nothing; each time stands in the audit with its reason",
    "SecondFactor": "a code is refused the second time by django-otp",
    "Section": "answers saved twice are the same answers; a colleague's other answer is a conflict shown to both",
    "SetPassword": "the link works once",
    "SignInView": "nobody is signed in yet, so there is no owner of a key",
    "SignOut": "signed out stays signed out",
    "SlipPrint": "keyed: links.print_slip answers the same key with the same print",
    "StillHere": "notes that somebody is there; again changes nothing",
}

ROUTES = routes()


def route_id(route):
    return route.id


@pytest.mark.parametrize("route", ROUTES, ids=route_id)
def test_a_view_declares_its_permission(route):
    declared = getattr(route.view, "permission", None)

    assert declared in set(Permission), "say `permission = Permission.X`"


@pytest.mark.parametrize("route", [route for route in ROUTES if "centre" in route.parts], ids=route_id)
def test_a_page_of_a_centre_stands_on_centre_view(route):
    assert issubclass(route.view, CentreView), "derive from CentreView: it checks the right before anything else"
    assert route.view.permission is not Permission.PUBLIC


@pytest.mark.parametrize("route", [route for route in ROUTES if "centre" not in route.parts], ids=route_id)
def test_a_page_outside_any_centre_needs_no_right_of_a_centre(route):
    assert route.view.permission in {Permission.PUBLIC, Permission.SIGNED_IN}
    if inspect.isclass(route.view):
        assert issubclass(route.view, DeclaredView)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.has("post")], ids=route_id)
def test_a_form_acts_once(route):
    if not inspect.isclass(route.view) or route.view.__name__ in TWICE_IS_FINE:
        return
    ours = [cls for cls in route.view.__mro__ if cls.__module__.split(".")[0] in OURS]

    assert any("answer_once(" in inspect.getsource(cls) for cls in ours), (
        "go through FormMixin or once.answer_once, or say in TWICE_IS_FINE why a repeated post is harmless"
    )


OURS = {"centres", "registration", "labs", "opd", "hms"}


def test_the_reasons_are_still_needed():
    names = {getattr(route.view, "__name__", "") for route in ROUTES}
    assert set(TWICE_IS_FINE) - names == set()


@pytest.mark.parametrize("route", ROUTES, ids=route_id)
def test_an_address_names_nobody(route):
    """What stands in a path stands in logs and histories."""
    assert not {"name", "phone", "uhid", "aadhaar", "patient", "username"} & set(route.parts)
