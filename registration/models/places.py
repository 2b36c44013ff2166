"""Post offices by PIN code."""

from django.db import models

from hms.lib.governance import governed


@governed(shared="reference content", public="pincode name district state source")
class PostOffice(models.Model):
    pincode = models.CharField(max_length=6, db_index=True)
    name = models.CharField(max_length=60)
    district = models.CharField(max_length=60, default="Patna")
    state = models.CharField(max_length=60, default="Bihar")
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["pincode", "name"]
        constraints = [models.UniqueConstraint(fields=["pincode", "name"], name="post_office_once")]

    def __str__(self):
        return f"{self.pincode} {self.name}"
