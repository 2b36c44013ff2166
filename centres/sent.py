"""Whether a form was sent before: its key, its contents, and where it led."""

import hashlib
import uuid

from django.utils.crypto import salted_hmac

from centres.models import SubmittedForm

NOT_COMPARED = {"csrfmiddlewaretoken", "idem", "_page", "_kept"}


def earlier(user_id: int, key: uuid.UUID) -> SubmittedForm | None:
    """What became of the form with this key (1 query)."""
    return SubmittedForm.objects.filter(user_id=user_id, key=key).first()


def body_hash(request) -> bytes:
    """Of everything typed and every file. Two files are the same when their bytes are, whatever they are called."""
    typed = [(name, values) for name, values in sorted(request.POST.lists()) if name not in NOT_COMPARED]
    typed += [(name, _digest(file)) for name, file in sorted(request.FILES.items())]
    # Keyed: a plain hash beside the saved row would let its reader try every Aadhaar number that was typed.
    return salted_hmac("centres.once", repr(typed), algorithm="sha256").digest()


def _digest(file) -> str:
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest
