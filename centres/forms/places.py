"""Rooms, departments and hours of one centre."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.forms.fields import TimeField
from centres.models import Department, OpdSession, Room
from hms.lib.forms import LayoutMixin
from hms.lib.text import latin_digits

SESSIONS_A_DAY = 2


class RoomForm(LayoutMixin, forms.ModelForm):
    layout = Layout(Row(Column("number", css_class="col-md-2"), Column("name_en"), Column("name_hi")), "is_active")

    class Meta:
        model = Room
        fields = ["number", "name_en", "name_hi", "is_active"]

    def clean_number(self):
        return latin_digits(self.cleaned_data["number"])


class DepartmentForm(LayoutMixin, forms.ModelForm):
    layout = Layout(
        Row(Column("name_en"), Column("name_hi")),
        Row(Column("code"), Column("kind"), Column("room"), Column("position")),
        "is_active",
    )
    code = forms.RegexField(
        r"^[a-z][a-z0-9-]{0,11}$",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Small letters and digits, such as general; at most 12."),
        error_messages={"invalid": gettext_lazy("Small letters and digits, a letter first, at most 12.")},
    )

    class Meta:
        model = Department
        fields = ["name_en", "name_hi", "code", "kind", "room", "position", "is_active"]

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = Room.objects.for_centre(centre).filter(is_active=True)
        self.fields["room"].label_from_instance = lambda room: f"{room.number} · {room.name}"
        self.fields["room"].empty_label = _("no room")
        self.fields["code"].disabled = bool(self.instance.pk)


class HoursForm(LayoutMixin, forms.Form):
    """A grid: two sessions on each of seven days. Both times empty: closed."""

    def __init__(self, *args, centre=None, **kwargs):
        super().__init__(*args, **kwargs)
        week = _by_day(centre) if centre else {}
        for day, name in OpdSession.Weekday.choices:
            for place in range(SESSIONS_A_DAY):
                session = week.get(day, [])[place : place + 1]
                for end, label in (("starts", _("%(day)s opens")), ("ends", _("%(day)s closes"))):
                    self.fields[f"{end}_{day}_{place}"] = _time(label % {"day": name}, session, f"{end}_at")

    def grid(self):
        """For the page: each day with its pairs of bound fields."""
        for day, name in OpdSession.Weekday.choices:
            yield (
                name,
                [(self[f"starts_{day}_{place}"], self[f"ends_{day}_{place}"]) for place in range(SESSIONS_A_DAY)],
            )

    def clean(self):
        cleaned = super().clean()
        for day, _name in OpdSession.Weekday.choices:
            for place in range(SESSIONS_A_DAY):
                self._check(f"starts_{day}_{place}", f"ends_{day}_{place}")
        return cleaned

    def _check(self, start, end):
        opens, closes = self.cleaned_data.get(start), self.cleaned_data.get(end)
        if start in self.errors or end in self.errors:
            return
        if (opens is None) != (closes is None):
            self.add_error(end if closes is None else start, _("Say both when it opens and when it closes."))
        elif opens is not None and closes <= opens:
            self.add_error(end, _("It cannot close before it opens."))

    def hours(self) -> list[dict]:
        return [
            {
                "weekday": day,
                "starts_at": self.cleaned_data[f"starts_{day}_{place}"],
                "ends_at": self.cleaned_data[f"ends_{day}_{place}"],
                **_name_of(self.cleaned_data[f"starts_{day}_{place}"]),
            }
            for day, _day_name in OpdSession.Weekday.choices
            for place in range(SESSIONS_A_DAY)
            if self.cleaned_data.get(f"starts_{day}_{place}")
        ]


def _time(label, session, name) -> TimeField:
    initial = f"{getattr(session[0], name):%H:%M}" if session else ""
    widget = forms.TextInput(attrs={"size": 5, "inputmode": "numeric", "aria-label": label})
    refusal = {"invalid": _("Write a time such as 08:00 or 14:30.")}
    return TimeField(label=label, required=False, initial=initial, widget=widget, error_messages=refusal)


def _by_day(centre) -> dict[int, list[OpdSession]]:
    week = {}
    for session in OpdSession.objects.for_centre(centre):
        week.setdefault(session.weekday, []).append(session)
    return week


def _name_of(opens) -> dict:
    """The session's name on the slip, from when it begins."""
    names = ("Morning", "सुबह") if opens.hour < 12 else ("Afternoon", "दोपहर") if opens.hour < 16 else ("Evening", "शाम")
    return dict(zip(("name_en", "name_hi"), names, strict=True))
