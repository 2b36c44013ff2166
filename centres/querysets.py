"""Rows are reached through their centre and no other way."""

from django.db import models

from centres.permissions import Reach


class CentreQuerySet(models.QuerySet):
    """Gives `.for_centre(centre)`, following the path the model declares in its governance."""

    def for_centre(self, centre):
        path = self.model.governance.centre
        if path is None:
            raise TypeError(f"{self.model.__name__} is shared: it has no centre to scope by.")
        return self.filter(**{path: centre})

    def for_centres(self, centres):
        """The rows of several centres, for totals; `centres` is what `Centre.objects.reached_from` gives."""
        path = self.model.governance.centre
        if path is None:
            raise TypeError(f"{self.model.__name__} is shared: it has no centre to scope by.")
        return self.filter(**{f"{path}__in": centres})


class ReachQuerySet(models.QuerySet):
    """Centres themselves: an office sees those within its reach and no others."""

    def reached_from(self, centre, reach: Reach):
        if reach is Reach.NETWORK:
            return self.all()
        if reach is Reach.DISTRICT:
            return self.filter(district__iexact=centre.district)
        return self.filter(pk=centre.pk)
