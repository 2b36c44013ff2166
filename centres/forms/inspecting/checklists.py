"""A checklist, its items one by one or out of a CSV file."""

import csv
import io

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import imports
from centres.errors import CentresError
from centres.models import ChecklistItem
from hms.lib.forms import LayoutMixin

MOST_ITEMS = 500
COLUMNS = "code domain_en domain_hi item_en item_hi answer unit_en unit_hi norm priority use source".split()  # noqa: SIM905 (reads better as words)


class ChecklistForm(LayoutMixin, forms.Form):
    layout = Layout(Row(Column("name_en"), Column("name_hi")), "code", "source")
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    name_hi = forms.CharField(label=gettext_lazy("Name in Hindi"), max_length=120)
    code = forms.RegexField(
        r"^[a-z][a-z0-9-]{1,19}$",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Small letters and digits, such as monsoon; it never changes."),
        error_messages={"invalid": gettext_lazy("Two to twenty small letters, digits or hyphens; a letter first.")},
    )
    source = forms.CharField(label=gettext_lazy("Where it comes from"), max_length=200)


class ItemForm(LayoutMixin, forms.ModelForm):
    layout = Layout(
        Row(Column("code", css_class="col-md-2"), Column("domain_en"), Column("domain_hi")),
        Row(Column("name_en"), Column("name_hi")),
        Row(Column("answer"), Column("norm"), Column("unit_en"), Column("unit_hi")),
        "is_essential",
        "source",
    )
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{0,9}$",
        label=gettext_lazy("Code"),
        error_messages={"invalid": gettext_lazy("Capital letters and digits, at most 10, such as EQ41.")},
    )

    class Meta:
        model = ChecklistItem
        fields = ["code", "domain_en", "domain_hi", "name_en", "name_hi", "answer", "norm", "unit_en", "unit_hi"]
        fields += ["is_essential", "source"]

    def clean(self):
        cleaned = super().clean()
        fixed = {ChecklistItem.Answer.YES_NO: 1, ChecklistItem.Answer.GRADE: 2}.get(cleaned.get("answer"))
        norm = cleaned.get("norm")
        if norm is not None and norm <= 0:
            self.add_error("norm", _("The norm must be more than 0."))
        elif fixed and norm is not None and norm != fixed:
            self.add_error("norm", _("For this kind of answer the norm is %(norm)d.") % {"norm": fixed})
        return cleaned


class FileForm(LayoutMixin, forms.Form):
    """A CSV file; `.rows` are its items. Says for each line that is wrong what is wrong with it."""

    layout = Layout("file")
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": gettext_lazy("This file is empty."), "invalid": gettext_lazy("Choose a file.")},
    )

    def clean_file(self):
        try:
            self.rows = _rows(imports.decode(self.cleaned_data["file"].read(1_000_000)))
        except CentresError as error:
            raise forms.ValidationError(str(error)) from None
        return self.cleaned_data["file"]


class PublishForm(LayoutMixin, forms.Form):
    layout = Layout("source", "is_reviewed")
    is_reviewed = forms.BooleanField(
        label=gettext_lazy("Every norm was checked against the document by a health officer"), required=False
    )
    source = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        max_length=200,
        help_text=gettext_lazy("The document, and who checked it."),
    )


def _rows(text: str) -> list[dict]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="more", restval="")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or []) and name not in {"use", "unit_hi"}]
    if missing:
        raise CentresError(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    try:
        read = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        raise CentresError(_("The file is not a proper CSV: a quotation mark is left open.")) from None
    if not 1 <= len(read) <= MOST_ITEMS:
        raise CentresError(_("A checklist has 1 to %(count)d items.") % {"count": MOST_ITEMS})
    rows, seen = [], set()
    for line, cells in read:
        row = _row(line, cells)
        if row["code"] in seen:
            raise CentresError(
                _("Line %(line)d: the code %(code)s stands twice.") % {"line": line, "code": row["code"]}
            )
        seen.add(row["code"])
        rows.append(row)
    return rows


def _row(line: int, cells: dict) -> dict:
    data = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    data |= {"name_en": data["item_en"], "name_hi": data["item_hi"]}
    if data["priority"] == "essential":
        data["is_essential"] = "on"
    form = ItemForm(data)
    if form.is_valid():
        return {**form.cleaned_data, "use": data["use"][:40]}
    name, sentences = next(iter(form.errors.items()))
    raise CentresError(_("Line %(line)d, %(name)s: %(words)s") % {"line": line, "name": name, "words": sentences[0]})
