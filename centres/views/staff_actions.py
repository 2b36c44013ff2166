"""What can be done with one person's roles and account."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from centres.forms.person import EndRoleForm, RoleForm
from centres.models import Membership
from centres.services import accounts, people, sign_ins, staff_rules
from centres.views import shown_once
from centres.views.managed import ManagedAction, ManagedForm
from centres.views.staff import PersonMixin


class RoleNew(PersonMixin, ManagedForm):
    form_class = RoleForm
    template_name = "centres/staff_role.html"
    title = _("Give a role")
    success_message = _("Role given.")

    def form_kwargs(self) -> dict:
        return {"roles": staff_rules.grantable(self.request.permissions, self.target)}

    def act(self, form) -> str:
        people.add_membership(self.person, form.cleaned_data["role"], centre=self.target, **form.days, **self.rules)
        return self.person_url()

    def more(self, form) -> dict:
        return {"person": self.person}


class RoleEnd(PersonMixin, ManagedForm):
    form_class = EndRoleForm
    template_name = "centres/staff_role.html"
    title = _("End a role")
    button = _("End the role")
    success_message = _("Role ended.")

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        return super().dispatch(request, *args, **kwargs)

    @property
    def membership(self) -> Membership:
        return self.get_or_404(Membership.objects.filter(user=self.person).select_related("user", "centre"), pk=self.pk)

    def act(self, form) -> str:
        people.end_membership(self.membership, last_day=form.cleaned_data["last_day"], **self.rules)
        person_is_here = Membership.objects.for_centre(self.target).filter(user=self.person_pk).exists()
        return self.person_url() if person_is_here else self.link("staff")

    def more(self, form) -> dict:
        return {"person": self.person, "membership": self.membership}


class AccountAction(PersonMixin, ManagedAction):
    @property
    def account(self) -> dict:
        return {"centre": self.target, **self.rules}


class LinkIssue(AccountAction):
    def act(self) -> str:
        shown_once.keep(self.request, self.person, accounts.issue_link(self.person, **self.account))
        return self.person_url()


class PinForget(AccountAction):
    done = _("PIN removed. The person chooses a new one after the next sign-in.")

    def act(self) -> str:
        accounts.forget_pin(self.person, **self.account)
        return self.person_url()


class PhoneForget(AccountAction):
    done = _("Phone removed and signed out everywhere. The next sign-in shows a new QR to scan.")

    def act(self) -> str:
        accounts.forget_second_factor(self.person, **self.account)
        return self.person_url()


class AccountClose(AccountAction):
    done = _("Account closed and signed out everywhere.")

    def act(self) -> str:
        people.close_account(self.person, **self.account)
        return self.person_url()


class AccountReopen(AccountAction):
    done = _("Account open again.")

    def act(self) -> str:
        people.reopen_account(self.person, **self.account)
        return self.person_url()


class SignInEnd(AccountAction):
    done = _("Signed out there.")

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        return super().dispatch(request, *args, **kwargs)

    def back_url(self) -> str:
        if not self.person.sign_ins.filter(pk=self.pk).exists():
            raise Http404
        return super().back_url()

    def act(self) -> str:
        row = sign_ins.open_of(self.person).filter(pk=self.pk).first()
        if row is not None:
            accounts.end_sign_in(row, **self.account)
        return self.person_url()
