"""Proposals: choosing gaps, the letter, lines, sending, the decision, money, prices."""

from datetime import timedelta
from decimal import Decimal

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.forms.fields import DayField
from centres.models import Centre, Gap, PriceItem, ProposalLine
from centres.selectors import inspecting, proposals
from centres.services.proposals.deciding import Answer
from hms.lib.forms import LayoutMixin
from hms.lib.text import latin_digits

USUAL_WAIT = timedelta(days=30)  # offered, not imposed


class RupeesField(forms.DecimalField):
    """An amount as people write it: 12,34,567.50, with or without commas, in either script's digits."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "digits"})
        super().__init__(**{"max_digits": 14, "decimal_places": 2, "widget": widget, **kwargs})

    def to_python(self, value):
        return super().to_python(latin_digits(str(value or "")).replace(",", "").replace("₹", "").strip())


class ChooseForm(forms.Form):
    """Which gaps of which centre, read from the address."""

    centre = forms.ModelChoiceField(Centre.objects.none(), required=False, to_field_name="code")
    severity = forms.ChoiceField(required=False)

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = inspecting.centres_of(office)
        self.fields["centre"].label, self.fields["centre"].empty_label = _("Centre"), _("all")
        self.fields["centre"].label_from_instance = lambda centre: centre.name
        self.fields["severity"].label = _("Severity")
        self.fields["severity"].choices = [("", _("all")), *Gap.Severity.choices]

    def narrow(self, rows):
        self.is_valid()
        asked = self.cleaned_data
        rows = rows.filter(centre=asked["centre"]) if asked.get("centre") else rows
        return rows.filter(severity=asked["severity"]) if asked.get("severity") else rows


class GapsForm(LayoutMixin, forms.Form):
    """The ticked gaps; their boxes stand in the page's table."""

    layout = Layout("title")
    title = forms.CharField(label=gettext_lazy("Subject of the letter, in Hindi"), max_length=160)
    gaps = forms.ModelMultipleChoiceField(
        Gap.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Gaps"),
        error_messages={"required": gettext_lazy("Choose at least one gap.")},
    )

    def __init__(self, *args, office, has_title=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gaps"].queryset = proposals.choosable(office)
        self.fields["gaps"].takes_several = True
        if not has_title:
            del self.fields["title"]
            self.layout = Layout()


class LetterForm(LayoutMixin, forms.Form):
    layout = Layout("version", "title", "addressed_to", "justification")
    title = forms.CharField(label=gettext_lazy("Subject of the letter, in Hindi"), max_length=160)
    addressed_to = forms.CharField(
        label=gettext_lazy("Addressed to"), max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )
    justification = forms.CharField(
        label=gettext_lazy("Why it is needed"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Written from the data; change it as you like. A line is a paragraph."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(LayoutMixin, forms.Form):
    layout = Layout("seen", Row(Column("quantity"), Column("unit_cost")), "price_source")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    quantity = forms.DecimalField(label=gettext_lazy("How many"), max_digits=12, decimal_places=2)
    unit_cost = RupeesField(label=gettext_lazy("Cost of one in rupees"))
    price_source = forms.CharField(
        label=gettext_lazy("Where the price is from"),
        max_length=200,
        help_text=gettext_lazy("Such as: GeM, 12-11-2026; three quotations."),
    )


class SendForm(LayoutMixin, forms.Form):
    layout = Layout("answer_by")
    answer_by = DayField(label=gettext_lazy("Answer wanted by"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer_by"].initial = timezone.localdate() + USUAL_WAIT


class DecisionForm(LayoutMixin, forms.Form):
    """The letter's number and days, and an answer for each line. Everything in full, unless a line says otherwise."""

    layout = Layout(Row(Column("decision"), Column("on"), Column("money_by")))
    decision = forms.CharField(label=gettext_lazy("Number of their letter"), max_length=80)
    on = DayField(label=gettext_lazy("Decided on"))
    money_by = DayField(label=gettext_lazy("Money promised by"), required=False)

    def __init__(self, *args, lines: list[ProposalLine], **kwargs):
        self.lines = lines
        boxes = {name: box for line in lines for name, box in self._boxes(line).items()}
        self.base_fields = {**type(self).base_fields, **boxes}  # before LayoutMixin puts our words to every field
        super().__init__(*args, **kwargs)

    @staticmethod
    def _boxes(line: ProposalLine) -> dict[str, forms.Field]:
        name = f"line{line.position}"
        choices = [one for one in ProposalLine.Outcome.choices if one[0] != ProposalLine.Outcome.PENDING]
        return {
            name: forms.ChoiceField(label=line.name, choices=choices, initial="full"),
            f"{name}-amount": RupeesField(label=_("Rupees"), required=False),
            f"{name}-reason": forms.CharField(label=_("Reason"), max_length=200, required=False),
        }

    def rows(self):
        """Each line with its three boxes."""
        for line in self.lines:
            name = f"line{line.position}"
            yield line, self[name], self[f"{name}-amount"], self[f"{name}-reason"]

    @property
    def answers(self) -> dict[int, Answer]:
        typed = self.cleaned_data
        return {
            line.position: Answer(
                typed[f"line{line.position}"],
                typed[f"line{line.position}-amount"],
                typed[f"line{line.position}-reason"],
            )
            for line in self.lines
        }


class MoneyForm(LayoutMixin, forms.Form):
    layout = Layout(Row(Column("amount"), Column("on")), "reference")
    amount = RupeesField(label=gettext_lazy("Rupees"))
    on = DayField(label=gettext_lazy("On"), initial=timezone.localdate)
    reference = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=80)


class SpendForm(MoneyForm):
    layout = Layout(Row(Column("amount"), Column("on")), "line", "reference")
    line = forms.ModelChoiceField(
        ProposalLine.objects.none(), label=gettext_lazy("For what"), required=False, empty_label=gettext_lazy("several")
    )

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines
        self.fields["line"].label_from_instance = lambda line: f"{line.name} · {line.gap.centre.name}"


class PriceForm(LayoutMixin, forms.Form):
    layout = Layout(
        "version", Row(Column("code", css_class="col-md-2"), Column("name_en"), Column("name_hi")),
        Row(Column("unit_cost"), Column("unit_en"), Column("unit_hi")), Row(Column("source"), Column("priced_on")),
        "is_reviewed", "is_active",
    )  # fmt: skip
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{0,9}$",
        label=gettext_lazy("Code"),
        error_messages={"invalid": gettext_lazy("Capital letters and digits, at most 10, such as EQ41.")},
    )
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    name_hi = forms.CharField(label=gettext_lazy("Name in Hindi"), max_length=120)
    unit_cost = RupeesField(
        label=gettext_lazy("Cost of one in rupees"), min_value=Decimal("0.01"), max_value=Decimal(10_000_000)
    )
    unit_en = forms.CharField(label=gettext_lazy("Unit in English"), max_length=20, required=False)
    unit_hi = forms.CharField(label=gettext_lazy("Unit in Hindi"), max_length=20, required=False)
    source = forms.CharField(label=gettext_lazy("Where the price is from"), max_length=200)
    priced_on = DayField(label=gettext_lazy("Price of"), initial=timezone.localdate)
    is_reviewed = forms.BooleanField(label=gettext_lazy("Checked against the paper"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, price: PriceItem | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = price is not None
