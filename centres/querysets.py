"""Rows are reached through their centre and no other way."""

from django.db import models


class CentreQuerySet(models.QuerySet):
    """Gives `.for_centre(centre)`, following the path the model declares in its governance."""

    def for_centre(self, centre):
        path = self.model.governance.centre
        if path is None:
            raise TypeError(f"{self.model.__name__} is shared: it has no centre to scope by.")
        return self.filter(**{path: centre})
