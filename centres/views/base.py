"""What every view of a centre is built on: a declared permission, scoped rows, forms that act once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from centres import audit, held, once
from centres.errors import HmsError
from centres.models import Centre
from centres.permissions import Permission

BUSY = {"55P03", "40P01", "40001"}  # lock_not_available, deadlock_detected, serialization_failure


class DeclaredView(View):
    """A view outside any centre. `permission` is PUBLIC or SIGNED_IN."""

    permission: Permission
    works_locked = False  # whether the view works while the screen is locked
    is_background = False  # polled by the page itself: does not count as someone being there

    http_method_names = ["get", "post", "head"]


class CentreView(DeclaredView):
    """A view under `/c/<centre>/`. The middleware has resolved `request.centre` and the person's rights.

    `permission` opens it; where sending its form takes a further right, `permission_to_post` names that one.
    """

    permission_to_post: Permission | None = None

    def dispatch(self, request, *args, **kwargs):
        needed = {self.permission}
        if request.method == "POST" and self.permission_to_post:
            needed.add(self.permission_to_post)
        if not needed <= request.permissions:
            audit.record(
                "denied.permission",
                by=request.user,
                centre=request.centre,
                target=request.resolver_match.view_name,
            )
            raise PermissionDenied
        self.centre = request.centre
        kwargs.pop("centre", None)
        return super().dispatch(request, *args, **kwargs)

    @property
    def reached(self):
        """The centres this person sees from here: this one, those of its district, or all."""
        return Centre.objects.reached_from(self.request.centre, self.request.reach)

    def get_or_404(self, queryset, **lookup):
        """One row of this centre. Another centre's row is a 404, like one that does not exist."""
        row = queryset.for_centre(self.centre).filter(**lookup).first()
        if row is None:
            raise Http404
        return row


class FormMixin:
    """Show a form, keep what was typed, act once, answer with a redirect.

    Subclasses give `form_class`, `template_name`, `act(form) -> str` (the path to go to; raises HmsError) and may
    give `form_kwargs()` and `context(form)`.
    """

    form_class = None
    template_name = ""
    success_message = ""

    def form_kwargs(self) -> dict:
        return {}

    def context(self, form) -> dict:
        return {}

    def get(self, request, **kwargs):
        if answer := held.saved(request):
            messages.success(request, _("This form was saved already. Here is what was saved."))
            return redirect(answer)
        typed = held.typed(request)
        given = self.form_kwargs()
        initial = {**given.get("initial", {}), **(flatten(typed, self.form_class) if typed else {})}
        form = self.form_class(**{**given, "initial": initial})
        if typed:
            messages.info(request, _("What you had typed is here again. It is not saved yet."))
        return self.show(form)

    def post(self, request, **kwargs):
        form = self.form_class(request.POST, **self.form_kwargs())
        if not form.is_valid():
            answer = once.first_answer(request)
            return redirect(answer) if answer else self.show(form, status=422)
        try:
            answer = once.answer_once(request, lambda: self.act(form))
        except once.FormAlreadyUsed as error:
            messages.warning(request, str(error))
            return redirect(error.answer)
        except HmsError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.show(form, status=409)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in BUSY:
                raise
            form.add_error(None, _("Somebody else is saving here right now. Nothing was saved yet; save again."))
            return self.show(form, status=503)
        if self.success_message:
            messages.success(request, self.success_message)
        return redirect(answer)

    def show(self, form, status=200):
        context = {"form": form, "idem": once.key_of_page(self.request), **self.context(form)}
        return render(self.request, self.template_name, context, status=status)


def flatten(typed, form_class) -> dict:
    """Initial values out of a kept QueryDict: lists stay lists only where the field takes several."""
    fields = getattr(form_class, "base_fields", {})
    return {
        name: typed.getlist(name) if getattr(fields.get(name), "takes_several", False) else typed.get(name)
        for name in typed
    }
