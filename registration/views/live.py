"""What the form answers while it is typed: the other script, the age understood, post offices, likely people."""

from dataclasses import dataclass, field
from datetime import date

from django.shortcuts import render
from django.utils import timezone

from centres.permissions import Permission
from hms.lib import ids
from hms.lib.dates import InvalidDate, parse_birth
from hms.lib.text import clean, is_devanagari
from registration.forms.facts import other_script
from registration.forms.fields import BirthField
from registration.search import keys_of
from registration.selectors.likely import likely_people
from registration.selectors.places import offices_of
from registration.views.base import CounterView
from registration.views.newcomer import likely_url


@dataclass
class Typed:
    """As much as can be read of a half-filled form; the Aadhaar number is not among it."""

    name: str = ""
    guardian_name: str = ""
    sex: str = ""
    phone: str = ""
    ward: str = ""
    pincode: str = ""
    birth_date: date | None = None
    birth_is_estimated: bool = False
    name_keys: list[str] = field(default_factory=list)


class Echo(CounterView):
    """Changes nothing and keeps nothing; it is a POST so that no name stands in an address."""

    permission = Permission.PATIENT_REGISTER

    def get(self, request):
        return render(request, "registration/_echo.html", {"typed": Typed()})

    def post(self, request):
        typed = read(request.POST)
        likely = likely_people(typed) if typed.name else []
        for one in likely:
            one.patient.url = likely_url(self, one)
        context = {
            "typed": typed,
            "likely": likely,
            "birth_meaning": BirthField.meaning(request.POST.get("birth", "")),
            "other_name": other_script(typed.name),
            "name_in_devanagari": is_devanagari(typed.name),
            "offices": offices_of(typed.pincode),
        }
        return render(request, "registration/_echo.html", context)


def read(post) -> Typed:
    text = {name: clean(post.get(name, ""))[:100] for name in ("name", "guardian_name", "sex", "ward", "pincode")}
    typed = Typed(
        **text, phone=_phone(post.get("phone", "")), name_keys=keys_of(text["name"], other_script(text["name"]))
    )
    try:
        birth = parse_birth(post.get("birth", ""), timezone.localdate())
    except InvalidDate:
        return typed
    typed.birth_date, typed.birth_is_estimated = birth.date, birth.is_estimated
    return typed


def _phone(text: str) -> str:
    try:
        return ids.parse_phone(text)
    except ids.InvalidId:
        return ""
