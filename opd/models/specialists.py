"""Who answers online: a hospital's specialists of one field, with hours and the time in which they mean to answer."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from centres.querysets import CentreQuerySet
from hms.lib.constraints import both_or_neither
from hms.lib.governance import governed


@governed(
    centre="centre", public="name_en name_hi weekdays opens_at closes_at", internal="answer_minutes is_active version"
)
class SpecialistPool(BilingualName):
    """One field of one hospital, as medicine of PMCH. `weekdays` count from Monday, 0; times are of the day there.

    `answer_minutes` run only within the hours (opd.e_consults.due_at).
    """

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="pools")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days"), default=list)
    opens_at = models.TimeField(_("from"), default=time(9))
    closes_at = models.TimeField(_("to"), default=time(17))
    answer_minutes = models.PositiveSmallIntegerField(_("answers within, minutes"), default=60)
    is_active = models.BooleanField(_("takes questions"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "name_en"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name_en"], name="pool_once"),
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="pool_closes_later"),
            models.CheckConstraint(condition=models.Q(answer_minutes__gte=5), name="pool_answers_in_time"),
        ]

    def __str__(self):
        return f"{self.centre_id} {self.name_en}"


@governed(centre="pool__centre", internal="added_at removed_at")
class PoolMember(models.Model):
    """A doctor of the hospital who answers for the pool."""

    pool = models.ForeignKey(SpecialistPool, models.PROTECT, related_name="members")
    user = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["pool", "user__name_en"]
        constraints = [
            both_or_neither("removed_at", "removed_by"),
            models.UniqueConstraint(
                fields=["pool", "user"], condition=models.Q(removed_at__isnull=True), name="pool_member_once"
            ),
        ]

    def __str__(self):
        return f"{self.pool_id} {self.user_id}"
