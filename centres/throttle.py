"""What the sign-in throttle keeps of the names it counts: a keyed hash. People type passwords into the wrong box."""

from django.utils.crypto import salted_hmac


def blind_name(request, credentials=None) -> str:
    name = (credentials or request.POST).get("username") or ""
    return salted_hmac("centres.throttle", name.strip().lower(), algorithm="sha256").hexdigest()[:40]
