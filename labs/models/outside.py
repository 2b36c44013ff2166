"""Who asked, where no consultation of this centre did: the paper of another doctor, or the person alone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


@governed(centre="visit__centre", internal="kind written_at", clinical="asked_by place asked_on")
class OutsideRequest(models.Model):
    """One paper from outside. `asked_by` is the name on it, `asked_on` its date; both empty for a person's own wish."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("Another doctor's paper")
        SELF = "self", _("The person's own wish")

    visit = models.ForeignKey("registration.Visit", models.PROTECT, related_name="outside_requests")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    asked_by = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=80, blank=True)
    asked_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="paper") | Q(asked_by__regex=r"\S"), name="outside_paper_has_a_name"
            )
        ]

    def __str__(self):
        return f"{self.visit_id} {self.kind}"

    @property
    def who(self) -> str:
        return ", ".join(filter(None, [self.asked_by, self.place])) or self.get_kind_display()
