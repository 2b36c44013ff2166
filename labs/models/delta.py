"""How far a value may move from the one before until somebody should look at the label again."""

from django.db import models

from hms.lib.constraints import not_blank, positive
from hms.lib.governance import governed
from labs.models.catalogue import Test


@governed(shared="reference content of the whole network", public="percent within_days source is_reviewed")
class DeltaLimit(models.Model):
    """A test's own limit: `percent` of the earlier value, which counts for `within_days` days."""

    test = models.OneToOneField(Test, models.CASCADE, related_name="delta_limit")
    percent = models.PositiveSmallIntegerField()
    within_days = models.PositiveSmallIntegerField(default=90)
    source = models.CharField(max_length=200)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        ordering = ["test"]
        constraints = [positive("percent"), not_blank("source")]

    def __str__(self):
        return f"{self.test_id} {self.percent}%"
