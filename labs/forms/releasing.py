"""Which results go out, and who was told of the critical ones."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hms.lib.dates import format_time
from hms.lib.forms import LayoutMixin
from hms.lib.text import whole_number
from labs.flags import CRITICAL
from labs.forms.calling import ClockField, moment_today
from labs.forms.dressed import dress
from labs.models import Report
from labs.selectors import GridRow
from labs.services import Call

SELF_REASONS = [
    ("alone", gettext_lazy("Only one technician on duty")),
    ("away", gettext_lazy("The second person is away today")),
    ("urgent", gettext_lazy("Urgent, and nobody else can be reached")),
]


class ReleaseForm(LayoutMixin, forms.Form):
    """`rows` wait for release; `mine` are codes this person entered and may not release (two-person rule)."""

    def __init__(self, *args, rows: list[GridRow], mine: frozenset[str] = frozenset(), by=None, failed=(), **kwargs):
        self.rows, self.mine, self.by, self.failed = rows, mine, by, failed
        super().__init__(*args, **kwargs)
        for row in self.releasable:
            self._add(row)
        if self.releasable:
            if self.own:
                self.fields["self_reason"] = forms.ChoiceField(
                    label=_("You entered these yourself. Why do you release them too?"), choices=SELF_REASONS
                )
            if self.failed:
                self.fields["control_reason"] = forms.CharField(
                    label=_("Today's control failed. Why do the values go out all the same?"),
                    max_length=120,
                    error_messages={"required": _("Today's control failed: say why the values go out all the same.")},
                )
            self.fields["paper"] = forms.ChoiceField(label=_("Paper"), choices=Report.Paper.choices, initial="A5")
        dress(self)

    @property
    def own(self) -> bool:
        """Whether this person entered one of the values that may be released here."""
        return any(row.current.entered_by_id == self.by.pk for row in self.releasable if self.by)

    @property
    def releasable(self) -> list[GridRow]:
        return [row for row in self.rows if row.order.code not in self.mine]

    def _add(self, row: GridRow) -> None:
        code, name = row.order.code, row.test.name
        self.fields[f"release-{code}"] = forms.BooleanField(label=name, required=False)
        self.initial.setdefault(f"release-{code}", True)
        if row.current.flag in CRITICAL:
            told_to = forms.CharField(label=_("Who was told?"), max_length=80, required=False)
            self.fields[f"told_to-{code}"] = told_to
            self.fields[f"told_at-{code}"] = ClockField(label=_("When (today)"), required=False)
            self.fields[f"read_back-{code}"] = forms.BooleanField(label=_("They read the value back"), required=False)
            self.initial.setdefault(f"told_at-{code}", format_time(timezone.now()))

    def lines(self):
        for row in self.rows:
            code = row.order.code
            line = {"row": row, "is_mine": code in self.mine}
            if not line["is_mine"]:
                line |= {"box": self[f"release-{code}"], "seen_name": f"seen-{code}", "seen": row.current.version}
            if f"told_to-{code}" in self.fields:
                line["call"] = [self[f"told_to-{code}"], self[f"told_at-{code}"], self[f"read_back-{code}"]]
            yield line

    def clean(self):
        for row in self.releasable:
            code = row.order.code
            told_to, read_back = self.cleaned_data.get(f"told_to-{code}"), self.cleaned_data.get(f"read_back-{code}")
            if read_back and not told_to:
                self.add_error(f"told_to-{code}", _("Write who was told, or take the tick away and tell them later."))
            if told_to and self.cleaned_data.get(f"told_at-{code}") is None and f"told_at-{code}" not in self.errors:
                self.add_error(f"told_at-{code}", _("Write the time as 14:05."))

    def seen(self) -> dict[str, int]:
        """Order code to the version that was looked at, of those ticked; also what a colleague released meanwhile,
        so that the service can say so.
        """
        codes = [name.removeprefix("release-") for name in self.data if name.startswith("release-")]
        return {code: whole_number(self.data.get(f"seen-{code}")) or 0 for code in codes}

    def calls(self) -> dict[str, Call]:
        typed, chosen = self.cleaned_data, self.seen()
        return {
            code: Call(typed[f"told_to-{code}"], moment_today(typed[f"told_at-{code}"]), typed[f"read_back-{code}"])
            for code in chosen
            if typed.get(f"told_to-{code}")
        }
