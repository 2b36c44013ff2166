"""Whatever points at a patient either follows a merge or says why it stays."""

from django.apps import apps

from registration.models import Patient
from registration.services import moving

# Numbers of a patient that are no relation, and who reads them for both records.
BARE = {
    "centres.auditevent.patient_key": "opd.slip.openings and registration.access ask for every record of the person"
}


def test_every_relation_to_a_patient_follows_a_merge_or_says_why_not():
    undecided = set(moving.pointing()) - set(moving.following()) - set(moving.STAYS)

    assert undecided == set(), (
        "give the model the trigger FOLLOWS_MERGE (registration/models/following.py), "
        "or say in services/moving.py STAYS why its rows stay with the record that was merged"
    )


def test_nothing_both_follows_and_stays():
    assert set(moving.following()) & set(moving.STAYS) == set()
    assert set(moving.STAYS) <= set(moving.pointing()), "these relations do not exist any more"


def test_what_follows_is_a_plain_relation_called_patient():
    """The trigger and the move write the column patient_id."""
    odd = {name for name, field in moving.following().items() if field.name != "patient"}

    assert odd == {moving.CHAIN}
    assert all(field.column == "patient_id" for name, field in moving.following().items() if name != moving.CHAIN)


def test_a_patients_bare_number_is_known_here():
    found = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model is not Patient
        for field in model._meta.local_concrete_fields
        if field.name in {"patient_key", "patient_pk", "person_key"}
    }

    assert found == set(BARE)
