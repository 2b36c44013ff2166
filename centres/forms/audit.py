"""Looking through the audit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centres import audit_words
from centres.forms.fields import DayField


class AuditForm(forms.Form):
    """Nonsense in a filter narrows nothing; a day that is none says so."""

    day = DayField(label=_("Day"), required=False)
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    action = forms.ChoiceField(label=_("What"), required=False)
    chain = forms.ChoiceField(label=_("Chain"), required=False)

    def __init__(self, *args, people, chains, **kwargs):
        super().__init__(*args, **kwargs)
        everybody, everything = ("", _("everybody")), ("", _("everything"))
        self.fields["person"].choices = [
            everybody,
            *((person.pk, f"{person.name} · {person.username}") for person in people),
        ]
        kinds = sorted({action.partition(".")[0] for action in audit_words.words()})
        self.fields["action"].choices = [everything, *((kind, kind.replace("_", " ")) for kind in kinds)]
        self.fields["chain"].choices = chains
        if len(chains) < 2:
            del self.fields["chain"]
