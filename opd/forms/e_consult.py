"""What is typed around a question to specialists."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.errors import HmsError
from hms.lib.dates import format_day
from hms.lib.forms import LayoutMixin
from opd.forms.sign import pin_field

LONGEST = 2000


class AskForm(LayoutMixin, forms.Form):
    """Nothing is required while it is only kept; sending asks for more (services.send_question).

    `whom` is a pool's key, or with a colon behind it the user key of the specialist who answered before.
    """

    layout = Layout("whom", "question", "is_red_flag")
    whom = forms.ChoiceField(label=gettext_lazy("Whom to ask"), required=False)
    question = forms.CharField(
        label=gettext_lazy("Question"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        help_text=gettext_lazy("What you see and what you want to know. The slip goes along."),
    )
    is_red_flag = forms.BooleanField(label=gettext_lazy("Warning sign: look at this first"), required=False)

    def __init__(self, *args, pools=(), same=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.pools = {str(pool.pk): pool for pool in pools}
        self.same = same
        choices = [(str(pool.pk), _pool_words(pool)) for pool in pools]
        if same:
            choices.insert(0, (f"{same.pool_id}:{same.answered_by_id}", _same_words(same)))
        self.fields["whom"].choices = choices
        for field in self.fields.values():
            field.hide_optional = True

    def meant(self) -> dict:
        """For the services, from whatever is clear so far."""
        typed = self.cleaned_data if self.is_valid() else {**self.cleaned_data}
        key, _colon, person = typed.get("whom", "").partition(":")
        pool = self.same.pool if person and self.same else self.pools.get(key)
        return {
            "pool": pool,
            "asked_to": self.same.answered_by if person and self.same else None,
            "question": typed.get("question", ""),
            "is_red_flag": typed.get("is_red_flag", False),
        }


def _pool_words(pool) -> str:
    return f"{pool.name} – {pool.centre.name} ({pool.opens_at:%H:%M}–{pool.closes_at:%H:%M})"


def _same_words(same) -> str:
    words = _("%(name)s again: %(field)s, answered %(day)s")
    return words % {"name": same.answered_by.name, "field": same.pool.name, "day": format_day(same.answered_at)}


class ReplyForm(LayoutMixin, forms.Form):
    layout = Layout("text")
    text = forms.CharField(
        label=gettext_lazy("Your reply"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeclineForm(LayoutMixin, forms.Form):
    layout = Layout("reason")
    reason = forms.CharField(label=gettext_lazy("Why is it not taken over?"), max_length=200)


class AcceptForm(LayoutMixin, forms.Form):
    """Every line of the answer is ticked beforehand. `open_alerts` only where the consultation is signed: each wants
    one tick; in a draft the signature asks."""

    def __init__(self, *args, answer, names=(), open_alerts=(), check_pin=None, **kwargs):
        super().__init__(*args, **kwargs)
        if answer.text:
            self.fields["advice"] = forms.BooleanField(label=_("Advice"), required=False, initial=True)
        for at, name in enumerate(names):
            self.fields[f"line_{at}"] = forms.BooleanField(label=name, required=False, initial=True)
        for at, alert in enumerate(open_alerts):
            self.fields[f"alert_{at}"] = forms.BooleanField(
                label=_("%(medicine)s: %(words)s Give it all the same")
                % {"medicine": alert.medicine, "words": alert.words},
                required=True,
            )
        self.check_pin = check_pin
        if check_pin:
            self.fields["pin"] = pin_field()
        for field in self.fields.values():
            field.hide_optional = True
        self.layout = Layout(
            *(Field(name, wrapper_class="alert-ask") if name.startswith("alert_") else name for name in self.fields)
        )

    def clean_pin(self) -> str:
        try:
            self.check_pin(self.cleaned_data["pin"])
        except HmsError as error:
            raise forms.ValidationError(str(error)) from None
        return ""

    def chosen(self) -> dict:
        typed = self.cleaned_data
        lines = {int(name[5:]) for name, value in typed.items() if name.startswith("line_") and value}
        return {"with_advice": typed.get("advice", False), "lines": lines}
