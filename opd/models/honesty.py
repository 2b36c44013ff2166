"""Questions about a centre's numbers: the rules that ask, what was found, the answers. Never a verdict."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from centres.querysets import CentreQuerySet
from hms.lib.governance import governed
from opd.models.catalogue import REFERENCE


@governed(
    shared=REFERENCE,
    public="code name_en name_hi position every_days least share times within innocent_en innocent_hi source "
    "is_reviewed version",
)
class HonestyRule(BilingualName):
    """When a kind of question is asked. What `share` (per cent), `times` and `within` mean: opd.honesty.words.

    At least `least` rows have to be there; a centre is asked the same at most once in `every_days`.
    """

    code = models.CharField(max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    every_days = models.PositiveSmallIntegerField(_("days between two questions"))
    least = models.PositiveSmallIntegerField(_("least number of rows"))
    share = models.PositiveSmallIntegerField(_("from how many per cent"), null=True)
    times = models.PositiveSmallIntegerField(_("from how many"), null=True)
    within = models.PositiveSmallIntegerField(_("within how many"), null=True)
    innocent_en = models.CharField(_("innocent causes, in English"), max_length=600)
    innocent_hi = models.CharField(_("innocent causes, in Hindi"), max_length=600)
    source = models.CharField(_("source"), max_length=300)
    is_reviewed = models.BooleanField(_("reviewed"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.code

    @property
    def innocent(self) -> list[str]:
        """Causes that are nobody's fault, in the reader's language."""
        said = self.innocent_hi if get_language() == "hi" else self.innocent_en
        return [cause.strip() for cause in said.split(";") if cause.strip()]

    @property
    def limits(self) -> dict[str, int]:
        """The numbers as they are now; a finding keeps them as they were."""
        names = ("least", "share", "times", "within")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


class HonestyFindingQuerySet(CentreQuerySet):
    def waiting_for_centre(self):
        return self.filter(state__in=[HonestyFinding.State.OPEN, HonestyFinding.State.ASKED])


@governed(centre="centre", internal="code first last facts kind rows state found_at version")
class HonestyFinding(models.Model):
    """One question about the numbers of one week. `facts` are counts and limits as they were, never who.

    `rows` are keys of `kind` that were counted: visits, vitals or results.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for the centre")
        ANSWERED = "answered", _("Answered")
        ASKED = "asked", _("Asked again")
        ACCEPTED = "accepted", _("Answer accepted")

    class Kind(models.TextChoices):
        VISITS = "visits", _("visits")
        VITALS = "vitals", _("measurements")
        RESULTS = "results", _("results")

    code = models.CharField(max_length=8, unique=True)
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    rule = models.ForeignKey(HonestyRule, models.PROTECT, related_name="findings")
    first = models.DateField()
    last = models.DateField()
    facts = models.JSONField()
    kind = models.CharField(max_length=7, choices=Kind.choices)
    rows = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = HonestyFindingQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "centre", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "rule", "first"], name="honesty_asked_once_a_week"),
            models.UniqueConstraint(
                fields=["centre", "rule"], condition=~models.Q(state="accepted"), name="one_open_question_of_a_kind"
            ),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="honesty_days_in_order"),
        ]
        indexes = [models.Index(fields=["centre", "state"], name="honesty_of_a_centre")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.code

    @property
    def waits_for_centre(self) -> bool:
        return self.state in {self.State.OPEN, self.State.ASKED}

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.ACCEPTED


@governed(centre="finding__centre", internal="kind number note first last facts at")
class HonestyStep(models.Model):
    """One thing that happened to a question. Append-only. `number` counts the answers; the newest is the answer.

    SEEN_AGAIN is the clock's: the next week showed the same while the question waited; `by` is empty then.
    """

    class Kind(models.TextChoices):
        FOUND = "found", _("Question asked by the nightly check")
        SEEN_AGAIN = "again", _("Seen again")
        ANSWERED = "answered", _("The centre answered")
        ASKED = "asked", _("The district asked again")
        ACCEPTED = "accepted", _("The district accepted the answer")

    finding = models.ForeignKey(HonestyFinding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=1000, blank=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["found", "again"], by=None)
                | (~models.Q(kind__in=["found", "again"]) & models.Q(by__isnull=False)),
                name="honesty_step_says_who",
            ),
            models.UniqueConstraint(
                fields=["finding", "first"], condition=models.Q(kind="again"), name="honesty_seen_once_a_week"
            ),
            models.UniqueConstraint(
                fields=["finding", "number"], condition=models.Q(kind="answered"), name="honesty_answer_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.finding_id} {self.kind}"


@governed(
    shared="one row for each night's look, of nobody in particular",
    internal="started_at ended_at first last centres found",
)
class HonestyCheck(models.Model):
    """A night's look at one full week: how many centres, how many new questions."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    first = models.DateField()
    last = models.DateField()
    centres = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.started_at:%d-%b-%Y %H:%M}: {self.found}"
