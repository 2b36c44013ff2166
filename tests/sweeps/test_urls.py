"""Every address × nobody, a stranger, somebody without the right, somebody with it, and another centre's rows."""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from centres import once
from centres.permissions import GRANTS, OFFICE_ROLES, Permission, Role
from tests.centres.factories import CentreFactory, DepartmentFactory, OfficeFactory
from tests.centres.signing import Worker, sign_in
from tests.sweeps import samples
from tests.sweeps.routes import Route, routes

pytestmark = pytest.mark.django_db

CENTRE_ROUTES = [route for route in routes() if "centre" in route.parts]
OPEN_ROUTES = [route for route in routes() if "centre" not in route.parts]
METHODS = ("get", "post")
SIGN_IN = "/sign-in/"


@dataclass
class Place:
    """Where a route is asked at: under this centre, with this world's rows; `at` is the world's centre or None."""

    route: Route
    worker: Worker
    world: samples.World

    def url(self, **changes) -> str:
        parts = samples.parts_of(self.route, self.world, self.worker.user)
        centre = {"centre": self.worker.centre.code}
        at = {"at": self.world.centre.code} if "at" in self.route.parts else {}
        return reverse(self.route.name, kwargs={**centre, **at, **parts, **changes})


def needs(route, method="get") -> Permission:
    """What this takes: pages of `about` need the office's right when asked for another centre."""
    if method == "post" and route.view.permission_to_post:
        return route.view.permission_to_post
    if "at" in route.parts:
        return getattr(route.view, "network_permission", route.view.permission)
    return route.view.permission


def role_with(permission) -> Role:
    return next(role for role in Role if permission in GRANTS[role] or permission is Permission.SIGNED_IN)


def role_without(permission, at_office) -> Role | None:
    """Preferably somebody of the same kind of place, so that only the right is missing."""
    if permission is Permission.SIGNED_IN:
        return None
    roles = [role for role in Role if permission not in GRANTS[role]]
    return next((role for role in roles if (role in OFFICE_ROLES) == at_office), roles[0])


@pytest.fixture
def worlds(db):
    """Two centres with a row of everything, and the office."""
    here = CentreFactory(code="UPHC-02", name_hi="यारपुर")
    there = CentreFactory(code="UPHC-09", name_hi="आलमगंज")
    for centre in (here, there):
        DepartmentFactory(centre=centre)
    return samples.World(here), samples.World(there), samples.World(OfficeFactory())


@pytest.fixture
def people(worlds):
    """One signed-in person for each role and centre, made when first asked for."""
    known: dict = {}

    def person(role, centre) -> Worker:
        if (role, centre.pk) not in known:
            known[role, centre.pk] = Worker.at(centre, role)
        return known[role, centre.pk]

    return person


def ask(client: Client, method: str, url: str, user=None, **data):
    """One request whose changes are taken back again."""
    client.raise_request_exception = False
    with transaction.atomic():
        key = {"idem": once.new_key(user)} if user else {}
        response = getattr(client, method)(url, {**key, **data} if method == "post" else data)
        transaction.set_rollback(True)
    return response


def place_of(route, worlds, people, role=None, method="get") -> Place:
    """Asked by somebody with the right: at the office about here, at the office about itself, or here."""
    here, _there, office = worlds
    role = role or role_with(needs(route, method))
    own = office if role in OFFICE_ROLES else here
    return Place(route, people(role, own.centre), here if "at" in route.parts else own)


def each(route_list):
    return [(route, method) for route in route_list for method in METHODS if route.has(method)]


def test_nobody_is_asked_to_sign_in(worlds, people):
    problems = []
    for route, method in each(CENTRE_ROUTES):
        url = place_of(route, worlds, people).url()
        response = ask(Client(), method, url)
        if response.status_code != 302 or not response["Location"].startswith(SIGN_IN):
            problems.append(f"{method.upper()} {route.id}: {response.status_code}")

    assert not problems, "\n".join(problems)


def test_nobody_opens_a_persons_own_pages():
    problems = []
    for route, method in each(OPEN_ROUTES):
        if route.view.permission == Permission.PUBLIC:
            continue
        url = reverse(route.name, kwargs=dict.fromkeys(route.parts, 1))
        response = ask(Client(), method, url)
        if response.status_code != 302 or not response["Location"].startswith(SIGN_IN):
            problems.append(f"{method.upper()} {route.id}: {response.status_code}")

    assert not problems, "\n".join(problems)


def test_a_stranger_learns_nothing(worlds, people):
    """Signed in elsewhere: this centre looks exactly like one that does not exist."""
    _here, there, _office = worlds
    stranger = people(Role.IN_CHARGE, there.centre)
    problems = []
    for route, method in each(CENTRE_ROUTES):
        url = place_of(route, worlds, people).url()
        nowhere = re.sub(r"^/c/[^/]+/", "/c/NOPE-99/", url)
        real = ask(stranger.client, method, url, stranger.user)
        unreal = ask(stranger.client, method, nowhere, stranger.user)
        if (real.status_code, plain(real, url)) != (404, plain(unreal, nowhere)):
            problems.append(f"{method.upper()} {route.id}: {real.status_code} against {unreal.status_code}")

    assert not problems, "\n".join(problems)


def plain(response, url) -> str:
    """The page without what differs on every answer: request id, tokens, its own address, the clock's minute."""
    text = response.content.decode().replace(url, "URL")
    request_id = response["X-Request-Id"]
    text = text.replace(request_id, "ID")
    text = re.sub(r'(name="csrfmiddlewaretoken" value|name="idem" value|datetime)="[^"]*"', r"\1", text)
    text = re.sub(r"X-CSRFToken[^}]*", "", text)
    return re.sub(r"\d\d-\w{3}-\d{4} \d\d:\d\d", "NOW", text)


def test_without_the_right_it_is_refused(worlds, people):
    problems = []
    for route, method in each(CENTRE_ROUTES):
        needed = needs(route, method)
        role = role_without(needed, at_office=role_with(needed) in OFFICE_ROLES)
        if role is None:
            continue
        rightful = place_of(route, worlds, people, method=method)
        worker = people(role, rightful.worker.centre)
        response = ask(worker.client, method, Place(route, worker, rightful.world).url(), worker.user)
        if response.status_code != 403:
            problems.append(f"{method.upper()} {route.id} as {role.value}: {response.status_code}")

    assert not problems, "\n".join(problems)


def test_a_refused_page_shows_nothing_of_the_patient(worlds, people):
    problems = []
    for route, method in each(CENTRE_ROUTES):
        role = role_without(needs(route, method), at_office=False)
        if role is None or "at" in route.parts:
            continue
        worker = people(role, worlds[0].centre)
        response = ask(worker.client, method, Place(route, worker, worlds[0]).url(), worker.user)
        text = response.content.decode(errors="replace")
        patient = worlds[0].visit.patient
        shown = [
            word for word in (patient.name, patient.name_other, patient.phone, patient.uhid) if word and word in text
        ]
        if shown:
            problems.append(f"{method.upper()} {route.id}: {shown}")

    assert not problems, "\n".join(problems)


ANSWERS = {200, 302, 303, 409, 422, 204}


def test_with_the_right_it_opens(worlds, people):
    """In both languages: 200, or a redirect within the site. An empty form is shown again with what is missing."""
    problems = []
    for route, method in each(CENTRE_ROUTES):
        needed = needs(route, method)
        roles = [role for role in Role if needed in GRANTS[role] or needed is Permission.SIGNED_IN]
        for role in roles if method == "get" else roles[:1]:  # an empty form reads the same for everybody
            place = place_of(route, worlds, people, role)
            if "at" in route.parts and role not in OFFICE_ROLES:
                continue
            response = ask(place.worker.client, method, place.url(), place.worker.user)
            if response.status_code not in ANSWERS or response.get("Location", "/").startswith(SIGN_IN):
                problems.append(f"{method.upper()} {route.id} as {role.value}: {response.status_code}")

    assert not problems, "\n".join(problems)


def test_another_centres_row_is_like_none(worlds, people):
    """Own centre in the address, the other's row behind it: byte for byte the page of a row that is not there."""
    _here, there, _office = worlds
    problems = []
    for route, method in each(CENTRE_ROUTES):
        names = set(route.parts) - {"centre", "at"}
        if not names or names & samples.SEALED or route.name in samples.ROWLESS:
            continue
        place = place_of(route, worlds, people, method=method)
        foreign = samples.parts_of(route, there, place.worker.user)
        url = place.url(**foreign)
        nowhere = place.url(**{name: samples.NOWHERE[name] for name in names})
        real = ask(place.worker.client, method, url, place.worker.user)
        unreal = ask(place.worker.client, method, nowhere, place.worker.user)
        if (real.status_code, plain(real, url)) != (404, plain(unreal, nowhere)):
            problems.append(f"{method.upper()} {route.id}: {real.status_code} against {unreal.status_code}")

    assert not problems, "\n".join(problems)


@pytest.fixture
def beyond(db):
    """A centre of another district, with a row of everything."""
    centre = CentreFactory(
        code="NAL-01", short_code="NLD", name_en="UPHC Bihar Sharif", name_hi="केंद्र बिहार शरीफ", district="Nalanda"
    )
    DepartmentFactory(centre=centre)
    return samples.World(centre)


def test_another_districts_centre_is_like_none(worlds, people, beyond):
    """A district officer asks about a centre of the next district: byte for byte the page of no centre at all."""
    officer = people(Role.DISTRICT_OFFICER, worlds[2].centre)
    problems = []
    for route, method in each([route for route in CENTRE_ROUTES if "at" in route.parts]):
        if needs(route, method) not in GRANTS[Role.DISTRICT_OFFICER]:
            continue
        place = Place(route, officer, beyond)
        url, nowhere = place.url(), place.url(at="NOPE-99")
        real = ask(officer.client, method, url, officer.user)
        unreal = ask(officer.client, method, nowhere, officer.user)
        if (real.status_code, plain(real, url)) != (404, plain(unreal, nowhere)):
            problems.append(f"{method.upper()} {route.id}: {real.status_code} against {unreal.status_code}")

    assert not problems, "\n".join(problems)


def test_no_page_of_an_officer_names_another_districts_centre(worlds, people, beyond):
    """Lists, totals, downloads and choices end at the district; an administrator's list of centres does not."""
    officer = people(Role.DISTRICT_OFFICER, worlds[2].centre)
    administrator = people(Role.ADMINISTRATOR, worlds[2].centre)
    problems = []
    for route in CENTRE_ROUTES:
        if not route.has("get") or needs(route) not in GRANTS[Role.DISTRICT_OFFICER] | {Permission.SIGNED_IN}:
            continue
        place = place_of(route, worlds, people, Role.DISTRICT_OFFICER)
        text = ask(officer.client, "get", place.url(), officer.user).content.decode(errors="replace")
        problems += [f"{route.id}: {word}" for word in ("NAL-01", "बिहार शरीफ", "Bihar Sharif") if word in text]

    assert not problems, "\n".join(problems)
    assert "NAL-01" in administrator.get("centre:network").content.decode()


def test_a_sealed_reference_opens_for_its_owner_only(worlds, people):
    """A colleague's reference, the other centre's and nonsense: nothing of the patient, and all three alike."""
    _here, there, _office = worlds
    problems = []
    for route, method in each(CENTRE_ROUTES):
        if not set(route.parts) & samples.SEALED:
            continue
        place = place_of(route, worlds, people)
        others = samples.parts_of(route, there, people(Role.IN_CHARGE, there.centre).user)
        wrong = dict.fromkeys(others, "00000000-0000-4000-8000-000000000000")
        answers = [ask(place.worker.client, method, place.url(**parts), place.worker.user) for parts in (others, wrong)]
        if len({(one.status_code, one.get("Location")) for one in answers}) > 1 or answers[0].status_code == 200:
            problems.append(f"{method.upper()} {route.id}: {[one.status_code for one in answers]}")

    assert not problems, "\n".join(problems)


def test_the_next_request_obeys_an_ended_role(worlds, people):
    here, _there, _office = worlds
    nurse = people(Role.NURSE, here.centre)
    assert ask(nurse.client, "get", reverse("centre-home", args=[here.centre.code])).status_code == 200

    nurse.user.memberships.update(ends_on="2021-01-01")

    assert ask(nurse.client, "get", reverse("centre-home", args=[here.centre.code])).status_code == 404


def test_an_officer_without_the_code_gets_nowhere(worlds):
    """The role's password alone opens no page of the office."""
    _here, _there, office = worlds
    client = Client()
    sign_in(client, Role.ADMINISTRATOR, office.centre, verified=False)

    for name in ("centre-home", "centre:network", "centre:audit"):
        response = client.get(reverse(name, args=[office.centre.code]))
        assert response.url == reverse("centres:second-factor"), name


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_page_says_its_language(worlds, people, language):
    problems = []
    for route in CENTRE_ROUTES:
        if not route.has("get"):
            continue
        place = place_of(route, worlds, people)
        session = place.worker.client.session
        session["language"] = language
        session.save()
        response = ask(place.worker.client, "get", place.url(), place.worker.user)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            text = response.content.decode()
            if "<html" in text and f'<html lang="{language}"' not in text:
                problems.append(route.id)

    assert not problems, "\n".join(problems)


NO_SESSION = {"patient:page", "own-phone:page", "health-live", "health-ready", "favicon"}


def test_every_posted_form_needs_its_token(worlds, people):
    """Cross-site posts are refused. Pages for patients' phones have no session that a foreign site could ride on."""
    problems = []
    for route in routes():
        if not route.has("post") or route.name in NO_SESSION:
            continue
        client = Client(enforce_csrf_checks=True)
        here = worlds[0].centre
        role = Role.CLERK
        if "centre" in route.parts:
            place = place_of(route, worlds, people)
            url, role, here = place.url(), role_with(needs(route, "post")), place.worker.centre
        else:
            url = reverse(route.name, kwargs=dict.fromkeys(route.parts, 1))
        sign_in(client, role, here)
        response = ask(client, "post", url)
        if response.status_code != 403 and not held_again(response):
            problems.append(f"{route.id}: {response.status_code}")

    assert not problems, "\n".join(problems)


def held_again(response) -> bool:
    """The form comes back with what was typed (views.failures.csrf_failure)."""
    return response.status_code == 302 and "held=" in response["Location"]


def test_every_sample_is_used():
    names = {route.name for route in routes()}
    assert set(samples.SAMPLES) - names == set()
    assert settings.LOGIN_URL
