"""The demonstration's sign-ins by role, and the steps of a five-minute tour."""

import time

from django.core.management.base import BaseCommand
from django_otp.oath import TOTP

from centres.models import User
from hms.demo import staff

SHOWN = (
    "yarpur.clerk",
    "yarpur.nurse",
    "yarpur.doctor",
    "yarpur.lab",
    "yarpur.lab2",
    "yarpur.incharge",
    "district",
    "admin",
)
TOUR = (
    "yarpur.clerk   Counter: F2, a new patient, Ctrl+Enter; the slip opens as PDF with its QR.",
    "yarpur.nurse   Queue: open the patient, six boxes of vitals.",
    "yarpur.doctor  Queue: F8 calls the next; complaint, diagnosis, medicines, tests; Ctrl+Enter signs.",
    "yarpur.lab     Worklist: take the sample, enter the values, release.",
    "phone          Open the QR of the slip; answer the last four digits of the phone; read the result in Hindi.",
)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, **options):
        colleagues = {colleague.username: colleague for colleague in staff.STAFF}
        if not User.objects.filter(username__in=SHOWN, is_demo=True).exists():
            return
        self.stdout.write(f"Demonstration sign-ins (password {staff.PASSWORD}, PIN {staff.PIN}):")
        for username in SHOWN:
            colleague = colleagues[username]
            self.stdout.write(f"  {username:<17} {colleague.role.label!s:<22} {colleague.name_en}")
        code = TOTP(bytes.fromhex(staff.TOTP_KEY))
        code.time = time.time()
        self.stdout.write(
            f"  district and admin are asked for a code too; now it is {code.token():06d}"
            " (`manage.py demo_sign_ins` prints the next)."
        )
        self.stdout.write("Five-minute tour:")
        for number, step in enumerate(TOUR, 1):
            self.stdout.write(f"  {number}. {step}")
