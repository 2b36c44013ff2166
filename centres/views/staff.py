"""Staff of one centre: the list, one person, and the forms that add and change."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.forms.person import ColleagueForm, NewPersonForm, PersonForm
from centres.models import User
from centres.permissions import Permission
from centres.selectors import staff as selectors
from centres.services import people, sign_ins, staff_rules
from centres.views import shown_once
from centres.views.managed import ManagedForm, ManagedView


class Staff(ManagedView):
    permission = Permission.STAFF_MANAGE
    tab = "staff"

    def get(self, request):
        rows = selectors.staff(self.target)
        for person in rows:
            person.url = self.link("staff-person", person=person.pk)
        links = {
            "new_url": self.link("staff-new"),
            "colleague_url": self.link("staff-colleague"),
            "import_url": self.link("staff-import"),
        }
        return self.render("centres/staff_list.html", {"rows": rows, **links})


class PersonMixin:
    """`self.person`: somebody with a role at this centre, else 404."""

    permission = Permission.STAFF_MANAGE
    tab = "staff"

    def dispatch(self, request, *args, person, **kwargs):
        self.person_pk = person
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        found = selectors.person_of(self.target, self.person_pk)
        if found is None:
            raise Http404
        return found

    def person_url(self) -> str:
        return self.link("staff-person", person=self.person_pk)

    def back_url(self) -> str:
        return self.link("staff-person", person=self.person.pk)

    @property
    def rules(self) -> dict:
        """Who asks, as the services want to know it."""
        return {"by": self.request.user, "permissions": self.request.permissions}


class Person(PersonMixin, ManagedView):
    def get(self, request):
        person = self.person
        context = {
            "person": person,
            "memberships": self.memberships(person),
            "sign_ins": self.sign_ins(person),
            "is_self": person.pk == request.user.pk,
            "is_ours": staff_rules.may_manage_account(person, self.target, request.permissions),
            "has_phone": person.totpdevice_set.exists(),
            "link": shown_once.take(request, person),
            "urls": {name.replace("-", "_"): self.link(f"staff-{name}", person=person.pk) for name in ACTIONS},
        }
        return self.render("centres/staff_person.html", context)

    def memberships(self, person):
        """All roles of this person; those at this centre can be ended here."""
        rows = list(person.memberships.select_related("centre").order_by("-starts_on"))
        today = timezone.localdate()
        grantable = staff_rules.grantable(self.request.permissions, self.target)
        for row in rows:
            row.is_over = row.ends_on is not None and row.ends_on < today
            is_ours = row.centre_id == self.target.pk and row.role in grantable
            may_end = is_ours and not row.is_over and person.pk != self.request.user.pk
            row.end_url = self.link("staff-role-end", person=person.pk, pk=row.pk) if may_end else ""
        return rows

    def sign_ins(self, person):
        rows = list(sign_ins.open_of(person))
        for row in rows:
            row.end_url = self.link("staff-sign-in-end", person=person.pk, pk=row.pk)
        return rows


ACTIONS = ("edit", "role-new", "link", "pin", "phone", "close", "reopen")


class PersonNew(ManagedForm):
    permission = Permission.STAFF_MANAGE
    form_class = NewPersonForm
    tab = "staff"
    back = "staff"
    title = _("New person")

    def form_kwargs(self) -> dict:
        return {"roles": staff_rules.grantable(self.request.permissions, self.target)}

    def act(self, form) -> str:
        rules = {"by": self.request.user, "permissions": self.request.permissions}
        user = people.add_person(form.person, form.cleaned_data["role"], centre=self.target, **form.days, **rules)
        shown_once.put(self.request, user, by=self.request.user)
        return self.link("staff-person", person=user.pk)


class ColleagueNew(ManagedForm):
    """Somebody who has an account already gets a role here too."""

    permission = Permission.STAFF_MANAGE
    form_class = ColleagueForm
    tab = "staff"
    back = "staff"
    title = _("A colleague from another centre")
    success_message = _("Role given.")

    def form_kwargs(self) -> dict:
        return {"roles": staff_rules.grantable(self.request.permissions, self.target)}

    def act(self, form) -> str:
        rules = {"by": self.request.user, "permissions": self.request.permissions}
        people.add_membership(form.user, form.cleaned_data["role"], centre=self.target, **form.days, **rules)
        return self.link("staff-person", person=form.user.pk)


class PersonEdit(PersonMixin, ManagedForm):
    form_class = PersonForm
    template_name = "centres/staff_edit.html"
    title = _("Change the entry")
    success_message = _("Saved.")

    def form_kwargs(self) -> dict:
        return {"instance": self.person}

    def act(self, form) -> str:
        version = form.cleaned_data["version"] or 0
        people.change_person(self.person, form.values, version=version, centre=self.target, **self.rules)
        return self.person_url()

    def more(self, form) -> dict:
        person = self.person
        return {"person": person, "differences": form.differences(person)}
