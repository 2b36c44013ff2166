"""What must be true before a centre goes live: the list as data, and who found what true when."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models.centre import Centre
from centres.models.rollout import APPEND_ONLY
from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


@governed(
    shared="reference content: one list for every centre",
    public="code stage position text_en text_hi rule need is_active source is_reviewed version",
)
class ReadinessItem(models.Model):
    """One point. With a `rule` the system itself looks whether it holds (`centres.readiness`); else a person says so.

    `version` rises with every change of the words, rule or number: an earlier yes then has to be given again.
    """

    ASKS = ("text_en", "text_hi", "rule", "need")  # what somebody said yes to

    code = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=10, choices=Centre.Stage.choices)
    position = models.PositiveSmallIntegerField()
    text_en = models.CharField(max_length=200)
    text_hi = models.CharField(max_length=200)
    rule = models.CharField(max_length=30, blank=True)
    need = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(_("in use"), default=True)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.code

    @property
    def text(self) -> str:
        return self.text_hi if get_language() == "hi" else self.text_en


@governed(centre="centre", internal="item_version is_met note checked_at")
class ReadinessCheck(models.Model):
    """Somebody looked at one point of the list and found it true, or true no longer. The newest counts."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="readiness_checks")
    item = models.ForeignKey(ReadinessItem, models.PROTECT, related_name="checks")
    item_version = models.PositiveIntegerField()
    is_met = models.BooleanField()
    note = models.CharField(_("remark"), max_length=200, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("centres.User", models.PROTECT, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["centre", "item", "-checked_at"], name="readiness_newest")]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.centre_id} {self.item_id} {self.is_met}"
