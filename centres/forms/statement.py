"""Today's services and resources, prefilled with the last word on them."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centres.services.statements import AT_MOST
from hms.lib.forms import LayoutMixin
from hms.lib.pictures import PictureField


class StatementForm(LayoutMixin, forms.Form):
    """A tick or a number for each line. `groups` are (source, lines) as `selectors.statements.prefilled` gives them."""

    layout = Layout("remark")
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args, groups: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = []
        for source, lines in groups:
            boxes = []
            for line in lines:
                name = f"{line.group}-{line.code}"
                self.add(name, _box(line))
                boxes.append((line, self[name]))
            self.groups.append((source, boxes))

    @property
    def said(self) -> dict[tuple[str, str], bool | int]:
        every = (box for _source, boxes in self.groups for box in boxes)
        return {(line.group, line.code): self.cleaned_data[box.name] for line, box in every}


def _box(line) -> forms.Field:
    if isinstance(line.said, bool):
        return forms.BooleanField(label=line.name, required=False, initial=line.said)
    return forms.IntegerField(label=line.name, min_value=0, max_value=AT_MOST, initial=line.said)


class PhotoForm(LayoutMixin, forms.Form):
    """One photo as evidence."""

    layout = Layout("photo", "caption")
    photo = PictureField(label=_("Photo"))
    caption = forms.CharField(label=_("What it shows"), max_length=120)
