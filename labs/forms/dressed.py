"""Boxes that stand in a table, without crispy around them, in the same dress."""

from django import forms


def dress(form: forms.Form) -> None:
    """Give every visible box its class, and keep browsers from remembering or correcting what is typed."""
    for field in form.fields.values():
        if isinstance(field.widget, forms.MultiWidget):
            continue  # its boxes are dressed where they are made
        attrs = field.widget.attrs
        attrs["class"] = f"{_class(field.widget)} {attrs.get('class', '')}".strip()
        attrs.setdefault("autocomplete", "off")
        if not isinstance(field.widget, forms.CheckboxInput | forms.Select):
            attrs["spellcheck"] = "false"


def _class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
