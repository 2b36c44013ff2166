"""Pools of specialists: the hospital's own, or every hospital's for the network's administrator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres.models import Centre
from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from opd import services
from opd.forms.pool import PoolForm
from opd.models import SpecialistPool
from opd.selectors import e_consults, pools

COLUMNS = ("name_en", "name_hi", "weekdays", "opens_at", "closes_at", "answer_minutes", "is_active", "version")


def is_office(centre) -> bool:
    return centre.kind == Centre.Kind.ADMIN


class PoolList(CentreView):
    permission = Permission.E_CONSULT_POOLS

    def get(self, request):
        of = None if is_office(self.centre) else self.centre
        context = {"rows": pools.pools(of), "late": e_consults.late(of), "is_office": of is None}
        return render(request, "opd/pool_list.html", context | {"may_add": of is None or self.centre.is_hospital})


class PoolNew(FormMixin, CentreView):
    permission = Permission.E_CONSULT_POOLS
    form_class = PoolForm
    template_name = "opd/pool_edit.html"

    def form_kwargs(self):
        here = None if is_office(self.centre) else services.specialists(self.centre)
        return {"choose_hospital": is_office(self.centre), "people": here}

    def act(self, form) -> str:
        typed = dict(form.cleaned_data)
        hospital = Centre.objects.get(code=typed["hospital"]) if is_office(self.centre) else self.centre
        members = set(typed.get("members", []))
        pool = services.save_pool(hospital, typed, members, by=self.request.user, at=self.centre)
        messages.success(self.request, _("Saved."))
        return reverse("opd:pool", args=[self.centre.code, pool.pk])


class PoolEdit(FormMixin, CentreView):
    permission = Permission.E_CONSULT_POOLS
    form_class = PoolForm
    template_name = "opd/pool_edit.html"

    def dispatch(self, request, *args, **kwargs):
        self.pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def pool(self) -> SpecialistPool:
        rows = (
            SpecialistPool.objects.all() if is_office(self.centre) else SpecialistPool.objects.for_centre(self.centre)
        )
        pool = rows.select_related("centre").filter(pk=self.pk).first()
        if pool is None:
            raise Http404
        return pool

    @cached_property
    def members(self) -> list:
        return list(self.pool.members.filter(removed_at=None).select_related("user"))

    def form_kwargs(self):
        initial = {name: getattr(self.pool, name) for name in COLUMNS}
        initial["members"] = [row.user_id for row in self.members]
        there = services.specialists(self.pool.centre)
        return {"initial": initial, "people": {row.user_id: row.user for row in self.members} | there}

    def context(self, form):
        return {"pool": self.pool}

    def act(self, form) -> str:
        typed = dict(form.cleaned_data)
        members = set(typed["members"]) & set(services.specialists(self.pool.centre))
        services.save_pool(
            self.pool.centre, typed, members, by=self.request.user,
            at=self.centre, pool=self.pool, version=typed["version"],
        )  # fmt: skip
        messages.success(self.request, _("Saved."))
        return reverse("opd:pools", args=[self.centre.code])
