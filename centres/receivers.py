"""What every session carries from the first moment, however it began."""

import time

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver


@receiver(user_logged_in, dispatch_uid="centres.start_of_session")
def start_of_session(sender, request, user, **kwargs):
    now = int(time.time())
    request.session["opened_at"] = request.session["seen_at"] = now
    request.session["language"] = user.language
