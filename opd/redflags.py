"""Signs with which nobody is sent away from a hospital's desk, in words that a clerk can read out.

No clinician has reviewed the wording; the reference lists say so with the source.
"""

from django.utils.translation import gettext_lazy as _

SOURCE = "WHO/ICRC Interagency Integrated Triage Tool; danger signs of IMNCI and antenatal care; worded from memory"
SIGNS = (
    _("Chest pain, or breathing is hard"),
    _("Unconscious, confused, fits, or one side of face or body weak"),
    _("Bleeding that does not stop, blood in vomit, stool or sputum"),
    _("Severe pain, or cannot walk today who could walk before"),
    _("Accident, burn, poison, snake bite"),
    _("Pregnant with bleeding, bad headache, labour pain or a baby that moves less"),
    _("A baby under two months, or a child that does not drink or is very drowsy"),
    _("Yellow eyes, no urine, or a stiff neck with fever"),
    _("Came with a referral letter, or was in hospital within the last two weeks"),
)
