"""Pages about a centre that its own people in charge open, and the network's office for any centre.

Every such page has two addresses: /c/UPHC-02/settings/… for the centre itself and /c/CSO/network/UPHC-02/settings/…
for an administrator at the office, who needs NETWORK_MANAGE (or the page's `network_permission`) there. A centre beyond
the person's reach (another district's) is a 404, like one that does not exist.
"""

from functools import cached_property

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from centres import once
from centres.errors import HmsError
from centres.models import Centre
from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin

NOT_OF_AN_OFFICE = {"rollout-centre", "statement", "registration:imports"}  # no part of the rollout, no patients


class ManagedView(CentreView):
    """`self.target` is the centre the page is about; `self.at` its code when the office looks at it, else None."""

    network_permission = Permission.NETWORK_MANAGE
    tab = ""

    def dispatch(self, request, *args, at=None, **kwargs):
        self.at = at
        if at is not None:
            self.permission = self.network_permission
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def target(self) -> Centre:
        centre = self.request.centre if self.at is None else self.reached.filter(code=self.at).first()
        if centre is None:
            raise Http404
        return centre

    def get_or_404(self, queryset, **lookup):
        """One row of the centre that the page is about."""
        row = queryset.for_centre(self.target).filter(**lookup).first()
        if row is None:
            raise Http404
        return row

    def link(self, name: str, **kwargs) -> str:
        """Another page about the same centre, on the same side."""
        side = {} if self.at is None else {"at": self.at}
        full = name if ":" in name else f"centre:{name}"
        return reverse(full, kwargs={"centre": self.request.centre.code, **side, **kwargs})

    def page(self) -> dict:
        return {"target": self.target, "tabs": self.tabs(), "at": self.at, "manages_network": self.manages_network}

    @property
    def manages_network(self) -> bool:
        return Permission.NETWORK_MANAGE in self.request.permissions

    def tabs(self) -> list[dict]:
        """The pages about this centre that this person may open."""
        may, is_office = self.request.permissions, self.target.kind == Centre.Kind.ADMIN
        pages = [
            ("settings", _("Overview"), Permission.CENTRE_MANAGE, Permission.NETWORK_VIEW),
            ("rollout-centre", _("Rollout"), Permission.CENTRE_MANAGE, Permission.NETWORK_VIEW),
            ("statement", _("Today's resources"), Permission.STATEMENT, Permission.NETWORK_VIEW),
            ("settings-departments", _("Departments"), Permission.CENTRE_MANAGE, Permission.NETWORK_MANAGE),
            ("settings-rooms", _("Rooms"), Permission.CENTRE_MANAGE, Permission.NETWORK_MANAGE),
            ("settings-hours", _("Opening hours"), Permission.CENTRE_MANAGE, Permission.NETWORK_MANAGE),
            ("staff", _("Staff"), Permission.STAFF_MANAGE, Permission.NETWORK_MANAGE),
            ("registration:imports", _("Take over a register"), Permission.REGISTER_IMPORT, Permission.REGISTER_IMPORT),
        ]
        return [
            {"url": self.link(name), "label": label, "is_current": name == self.tab}
            for name, label, own, network in pages
            if (network if self.at else own) in may and not (is_office and name in NOT_OF_AN_OFFICE)
        ]

    def render(self, template: str, context: dict | None = None, status: int = 200):
        return render(self.request, template, {**self.page(), **(context or {})}, status=status)


class ManagedForm(FormMixin, ManagedView):
    """A form on a page about a centre."""

    template_name = "centres/managed_form.html"
    title = ""
    button = ""
    back = "settings"

    def back_url(self) -> str:
        return self.link(self.back)

    def context(self, form) -> dict:
        words = {"heading": self.heading(), "button": self.button or _("Save"), "back_url": self.back_url()}
        return {**self.page(), **words, **self.more(form)}

    def heading(self) -> str:
        return str(self.title)

    def more(self, form) -> dict:
        return {}


class ManagedAction(ManagedView):
    """A button without a form: acts once, says what it did or why not, goes back."""

    http_method_names = ["post"]
    done = ""

    def act(self) -> str:
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def post(self, request, **kwargs):
        self.kwargs = kwargs
        back = self.back_url()  # also a 404 for a row that is not there
        try:
            answer = once.answer_once(request, self.act)
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            messages.error(request, str(error))
            return redirect(back)
        if self.done:
            messages.success(request, self.done)
        return redirect(answer)
