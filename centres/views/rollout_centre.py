"""The rollout of one centre: its page, and the forms that move it."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.forms.rollout import BlockerForm, DevicesForm, MoveForm, ReadinessForm, ResolveForm, StepForm
from centres.models import Blocker, Centre
from centres.permissions import Permission
from centres.selectors import readiness
from centres.selectors import rollout as selectors
from centres.services import blockers, devices, rollout
from centres.services import readiness as readiness_services
from centres.views.managed import ManagedForm, ManagedView


class RolloutCentre(ManagedView):
    """The person in charge sees the own centre; from the office whoever sees the network."""

    permission = Permission.CENTRE_MANAGE
    network_permission = Permission.NETWORK_VIEW
    tab = "rollout-centre"

    def get(self, request):
        line = selectors.line(self.target)
        may_work = self.at is None or Permission.ROLLOUT_MANAGE in request.permissions
        may_move = self.at is not None and Permission.ROLLOUT_MANAGE in request.permissions
        for step in line.steps:
            step.plan_url = self.link("rollout-step", stage=step.stage.value) if may_move else ""
        for blocker in line.blockers:
            blocker.url = self.link("rollout-blocker", pk=blocker.pk) if may_work else ""
        context = {
            "line": line,
            "history": selectors.history(self.target),
            "cleared": selectors.cleared(self.target),
            "computers": selectors.computers(self.target),
            "groups": [(Centre.Stage(stage), points) for stage, points in readiness.by_stage(line.points).items()],
            "move_url": self.link("rollout-move") if may_move else "",
            "urls": {
                name: self.link(page)
                for name, page in (
                    ("devices", "rollout-devices"),
                    ("readiness", "rollout-readiness"),
                    ("blocker", "rollout-blocker-new"),
                )
                if may_work
            },
        }
        return self.render("centres/rollout_centre.html", context)


class RolloutForm(ManagedForm):
    permission = Permission.CENTRE_MANAGE
    network_permission = Permission.ROLLOUT_MANAGE
    tab = "rollout-centre"
    back = "rollout-centre"


class Move(RolloutForm):
    """Only from the office: nobody declares their own centre live."""

    permission = Permission.ROLLOUT_MANAGE
    form_class = MoveForm
    template_name = "centres/rollout_move.html"
    title = gettext_lazy("Move along the rollout")
    success_message = gettext_lazy("Stage saved.")

    @property
    def may_sign(self) -> bool:
        return Permission.ROLLOUT_SIGN in self.request.permissions

    def form_kwargs(self) -> dict:
        return {"centre": self.target, "may_sign": self.may_sign}

    def act(self, form) -> str:
        said = form.cleaned_data
        rollout.move(
            self.target, said["stage"], before=said["before"], done_on=said["done_on"], reason=said["reason"],
            is_signed=said.get("sign", False), by=self.request.user, permissions=self.request.permissions,
        )  # fmt: skip
        return self.link("rollout-centre")

    def more(self, form) -> dict:
        return {"missing": readiness.missing(self.target)}


class StepPlanEdit(RolloutForm):
    permission = Permission.ROLLOUT_MANAGE
    form_class = StepForm
    success_message = gettext_lazy("Saved.")

    def dispatch(self, request, *args, stage, **kwargs):
        self.stage = stage
        return super().dispatch(request, *args, **kwargs)

    @property
    def chosen(self) -> Centre.Stage:
        if self.stage not in Centre.Stage.values:
            raise Http404
        return Centre.Stage(self.stage)

    def heading(self) -> str:
        return _("Who answers for the step: %(stage)s") % {"stage": self.chosen.label}

    def form_kwargs(self) -> dict:
        last = self.target.step_plans.filter(stage=self.chosen).first()
        return {"initial": {"owner": last.owner, "due_on": last.due_on} if last else {}}

    def act(self, form) -> str:
        rollout.plan_step(self.target, self.chosen.value, by=self.request.user, **form.cleaned_data)
        return self.link("rollout-centre")


class BlockerNew(RolloutForm):
    form_class = BlockerForm
    title = gettext_lazy("Something is in the way")
    success_message = gettext_lazy("Saved.")

    def act(self, form) -> str:
        blockers.raise_blocker(self.target, by=self.request.user, **form.cleaned_data)
        return self.link("rollout-centre")


class BlockerResolve(RolloutForm):
    form_class = ResolveForm
    template_name = "centres/rollout_blocker.html"
    title = gettext_lazy("It is cleared")
    success_message = gettext_lazy("Saved.")

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        return super().dispatch(request, *args, **kwargs)

    @property
    def blocker(self) -> Blocker:
        return self.get_or_404(Blocker.objects.select_related("raised_by"), pk=self.pk)

    def act(self, form) -> str:
        blockers.resolve(self.blocker, form.cleaned_data["resolution"], by=self.request.user)
        return self.link("rollout-centre")

    def more(self, form) -> dict:
        return {"blocker": self.blocker}


class Devices(RolloutForm):
    form_class = DevicesForm
    template_name = "centres/rollout_devices.html"
    title = gettext_lazy("Count computers and other devices")
    success_message = gettext_lazy("Count saved.")

    def form_kwargs(self) -> dict:
        return {"last": readiness.newest_counts([self.target])}

    def act(self, form) -> str:
        on = form.cleaned_data["counted_on"]
        devices.count(self.target, form.numbers, counted_on=on, by=self.request.user)
        return self.link("rollout-centre")


class Readiness(RolloutForm):
    form_class = ReadinessForm
    template_name = "centres/rollout_readiness.html"
    title = gettext_lazy("Readiness list")
    success_message = gettext_lazy("Saved.")

    def form_kwargs(self) -> dict:
        return {"points": readiness.points(self.target)}

    def act(self, form) -> str:
        readiness_services.check(self.target, form.said, note=form.cleaned_data["note"], by=self.request.user)
        return self.link("rollout-centre")

    def more(self, form) -> dict:
        return {"points": [point for point in readiness.points(self.target) if point.item.rule]}
