"""The form of a new person as a browser sends it."""

import pytest

FORM = {
    "name": "सुनीता देवी",
    "birth": "46y",
    "sex": "F",
    "guardian_relation": "W",
    "guardian_name": "रमेश कुमार यादव",
    "phone": "98765 43210",
    "phone_owner": "self",
    "house": "12/A",
    "street": "यारपुर रोड",
    "ward": "14",
    "pincode": "800001",
    "district": "Patna",
    "state": "Bihar",
    "aadhaar": "",
    "aadhaar_absent": "not_brought",
    "consent": "on",
    "consent_mode": "spoken",
    "consent_language": "hi",
}


@pytest.fixture
def typed(centre):
    """`typed(name="…")`: everything a clerk would send, with these changes; None leaves a box out."""
    department = centre.departments.get()

    def form(**changes):
        both = {**FORM, "department": department.pk, **changes}
        return {name: value for name, value in both.items() if value is not None}

    return form
