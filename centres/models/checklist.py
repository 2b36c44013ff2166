"""Checklists of inspections as data: a list, its versions, the items of each version."""

import pgtrigger
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models.centre import BilingualName
from hms.lib.constraints import positive
from hms.lib.governance import governed

ONLY_WHILE_DRAFT = pgtrigger.Trigger(
    name="only_while_draft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF (SELECT status FROM centres_checklistversion WHERE id = COALESCE(NEW.version_id, OLD.version_id))
            <> 'draft' THEN
            RAISE EXCEPTION 'a published version never changes: make the next one';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)


@governed(shared="reference content: checklists of the whole network", public="code name_en name_hi is_active")
class Checklist(BilingualName):
    """What is looked at in a centre. Inspections use its newest published version and keep it."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


@governed(
    shared="reference content: checklists of the whole network",
    public="number status source is_reviewed digest",
    internal="made_at",
)
class ChecklistVersion(models.Model):
    """One state of a list: a draft while it is written, never changed once published. `digest` is of loaded files."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("In use")

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    source = models.CharField(_("source"), max_length=200)
    is_reviewed = models.BooleanField(_("reviewed"), default=False)
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("centres.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["checklist", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_version_once"),
            models.UniqueConstraint(
                fields=["checklist"], condition=models.Q(status="draft"), name="one_draft_of_a_checklist"
            ),
        ]

    def __str__(self):
        return f"{self.checklist_id} v{self.number}"


@governed(
    shared="reference content: checklists of the whole network",
    public="position code domain_en domain_hi name_en name_hi answer unit_en unit_hi norm is_essential use source "
    "is_reviewed",
)
class ChecklistItem(BilingualName):
    """One line. `norm` is what should be there: a quantity in the unit, 1 for yes, 2 for the best grade.

    `use` names what its use can be counted by (`lab:CBC`, `staff:nurse`); see centres.facts.
    """

    class Answer(models.TextChoices):
        QUANTITY = "quantity", _("How many")
        YES_NO = "yes_no", _("Yes, partly, no")
        GRADE = "grade", _("Grade 0, 1, 2")

    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=10)
    domain_en = models.CharField(_("section in English"), max_length=60)
    domain_hi = models.CharField(_("section in Hindi"), max_length=60)
    answer = models.CharField(_("kind of answer"), max_length=10, choices=Answer.choices)
    unit_en = models.CharField(_("unit in English"), max_length=20, blank=True)
    unit_hi = models.CharField(_("unit in Hindi"), max_length=20, blank=True)
    norm = models.DecimalField(_("norm"), max_digits=7, decimal_places=2)
    is_essential = models.BooleanField(_("essential"), default=True)
    use = models.CharField(max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200)
    is_reviewed = models.BooleanField(_("reviewed"), default=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="checklist_item_once"),
            positive("norm"),
        ]
        triggers = [ONLY_WHILE_DRAFT]

    def __str__(self):
        return self.code

    @property
    def domain(self) -> str:
        return self.domain_hi if get_language() == "hi" else self.domain_en

    @property
    def unit(self) -> str:
        return self.unit_hi if get_language() == "hi" else self.unit_en

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen, the best first; nothing for a quantity."""
        if self.answer == self.Answer.GRADE:
            return [("2", "2"), ("1", "1"), ("0", "0"), ("na", _("does not apply"))]
        return [("1", _("Yes")), ("0.5", _("In part")), ("0", _("No")), ("na", _("does not apply"))]
