"""Every model says whose rows it holds and how private each field is, and keeps the house's rules for names."""

import ast
import inspect
import re
import textwrap

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from centres.models import Centre
from centres.querysets import CentreQuerySet
from tests.sweeps import source

OURS = [model for model in apps.get_models() if source.layer(model.__module__) is not None]

# `x_at` whose `x_by` does not exist, because nobody does it: the clock, the machine or the public.
NOBODY_DOES_IT = {
    "AuditEvent.at": "the database writes the moment; `by` stands beside it",
    "CriticalEscalation.escalated_at": "the clock",
    "DuplicateSearch.ended_at": "the clock",
    "DuplicateSearch.started_at": "the clock",
    "Export.expires_at": "the clock",
    "Export.finished_at": "the job loop",
    "Export.started_at": "the job loop",
    "EConsult.due_at": "a time promised",
    "EConsult.in_charge_at": "the clock",
    "EConsult.to_pool_at": "the clock",
    "DayFigures.made_at": "the job loop",
    "HonestyCheck.ended_at": "the clock",
    "HonestyCheck.started_at": "the clock",
    "HonestyFinding.found_at": "the clock",
    "HeldForm.created_at": "belongs to `user`",
    "OpdSession.ends_at": "a time of day",
    "OpdSession.starts_at": "a time of day",
    "RegisterImport.finished_at": "the clock",
    "PadSlip.written_at": "a hand on paper, in a power cut",
    "PreRegistration.made_at": "a patient, who is no user",
    "SetPasswordLink.expires_at": "the clock",
    "SetPasswordLink.used_at": "by whoever holds the link",
    "SignIn.ended_at": "the audit says by whom; often the clock",
    "SignIn.seen_at": "belongs to `user`",
    "SignIn.started_at": "belongs to `user`",
    "SpecialistPool.closes_at": "a time of day",
    "SpecialistPool.opens_at": "a time of day",
    "SlipLink.expires_at": "the clock",
    "SlipLink.opened_at": "a patient, who is no user",
    "SubmittedForm.created_at": "belongs to `user`",
    "Workstation.seen_at": "the computer itself",
    "User.failed_pin_at": "somebody unknown at a shared computer",
}


def id_of(model):
    return model.__name__


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_a_model_says_whose_rows_it_holds(model):
    governance = model.__dict__.get("governance")
    assert governance is not None, f"{model.__name__} lacks @governed(…)"

    if governance.centre is None:
        assert len(governance.shared) > 10, "say in `shared` why no single centre owns these rows"
        return
    assert end_of(model, governance.centre) is Centre
    assert issubclass(model.objects.all().__class__, CentreQuerySet), "objects = CentreQuerySet.as_manager()"
    assert str(model.objects.for_centre(Centre(pk=1)).query)


def end_of(model, path):
    for step in path.split("__"):
        try:
            model = model._meta.get_field(step).related_model
        except FieldDoesNotExist:
            return None
    return model


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_every_field_has_a_class_of_privacy(model):
    plain = {field.name for field in model._meta.concrete_fields if not field.is_relation and field.name != "id"}
    labelled = set(model.governance.privacy)

    assert plain - labelled == set(), "add these to @governed(…)"
    assert labelled - {field.name for field in model._meta.get_fields()} == set(), "these fields do not exist"


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_a_row_can_name_itself(model):
    assert model.__str__ is not models.Model.__str__, "give it a __str__ that shows no personal data"


PERSONAL = {"personal", "clinical", "aadhaar", "credential"}
NAMES_ARE_FINE = {"User": "staff are shown by user name"}


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_a_row_names_itself_without_personal_data(model):
    """What stands in logs and tracebacks. UHID is a number without meaning and may stand there."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(model.__str__)))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} - {"uhid"}
    private = {name for name, cls in model.governance.privacy.items() if cls in PERSONAL}
    allowed = {"code", "version", "copy", "substance"} if model.__name__ not in NAMES_ARE_FINE else private

    assert (used & private) - allowed == set()


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_a_moment_says_who(model):
    names = {field.name for field in model._meta.get_fields()}
    lonely = [
        field.name
        for field in model._meta.concrete_fields
        if (field.name.endswith("_at") or field.name == "at")
        and re.sub(r"_?at$", "_by", field.name).lstrip("_") not in names
        and f"{model.__name__}.{field.name}" not in NOBODY_DOES_IT
        and not (field.name == "at" and "by" in names)
    ]

    assert lonely == [], "add the `_by`, or say in NOBODY_DOES_IT why nobody does it"


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_a_moment_and_its_person_come_together(model):
    """A nullable pair is both set or both empty: both_or_neither(…) in Meta.constraints."""
    names = {field.name: field for field in model._meta.concrete_fields}
    pairs = [
        (name, f"{name[:-3]}_by")
        for name, field in names.items()
        if name.endswith("_at") and f"{name[:-3]}_by" in names and (field.null and names[f"{name[:-3]}_by"].null)
    ]
    checks = " ".join(str(one.condition) for one in model._meta.constraints if isinstance(one, models.CheckConstraint))

    assert [pair for pair in pairs if not (f"{pair[0]}__isnull" in checks and f"{pair[1]}__isnull" in checks)] == []


def test_the_reasons_are_still_needed():
    known = {f"{model.__name__}.{field.name}" for model in OURS for field in model._meta.concrete_fields}
    assert set(NOBODY_DOES_IT) - known == set()


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_no_field_can_hold_an_aadhaar_number(model):
    """Only the last four digits, a keyed index, and yes/no answers about the card."""
    risky = [
        field.name
        for field in model._meta.concrete_fields
        if "aadhaar" in field.name.lower() or field.name.lower() == "uid"
        if not isinstance(field, models.BooleanField | models.BinaryField | models.ForeignKey)
        and not (field.name.endswith("_last4") and field.max_length == 4)
        and not field.choices
    ]

    assert risky == []


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_nothing_is_deleted_along_with_something_else(model):
    """CASCADE only inside reference content and between a thing and its own parts without history."""
    cascading = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.on_delete is models.CASCADE
    ]

    assert not cascading or "reference content" in model.governance.shared, cascading


@pytest.mark.parametrize("model", OURS, ids=id_of)
def test_yes_and_no_say_so(model):
    odd = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.BooleanField)
        and not field.name.startswith(("is_", "has_"))
        and f"{model.__name__}.{field.name}" not in OTHER_YES_NO
    ]

    assert odd == []


OTHER_YES_NO = {
    "Centre.sign_with_pin": "a rule of the consulting room, read as its name",
    "Centre.two_person_release": "a rule of the laboratory, read as its name",
    "CriticalCall.read_back": "said so at the bench",
    "Patient.birth_is_estimated": "is_ stands inside",
    "Patient.aadhaar_seen": "said so at the counter",
    "ReferenceRange.pregnancy": "whom the range is for",
}
