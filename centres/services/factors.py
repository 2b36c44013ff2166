"""A PIN forgotten, a phone with the codes lost: taken away by somebody in charge, set anew by the person."""

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from centres import audit
from centres.models import Centre, User
from centres.services import staff_rules
from centres.services.signins import end_all


@transaction.atomic
def forget_pin(user: User, *, centre: Centre, by: User, permissions) -> None:
    """Switching by PIN works again once the person has signed in with the password and chosen a new one."""
    user = User.objects.select_for_update().get(pk=user.pk)
    staff_rules.require_account(user, centre, permissions, by=by)
    user.pin, user.pin_failures, user.failed_pin_at = "", 0, None
    user.save(update_fields=["pin", "pin_failures", "failed_pin_at"])
    audit.record("pin.forgotten", by=by, centre=centre, target=user)


@transaction.atomic
def forget_second_factor(user: User, *, centre: Centre, by: User, permissions) -> None:
    """The old codes work no more and every sign-in ends; the next one shows a new key to scan.

    Never one's own: who stole a session must not be able to take the codes away.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    staff_rules.require_other(user, by=by)
    staff_rules.require_account(user, centre, permissions, by=by)
    TOTPDevice.objects.filter(user=user).delete()
    end_all(user)
    audit.record("second_factor.forgotten", by=by, centre=centre, target=user)
