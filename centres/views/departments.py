"""Departments of one centre: each gives tokens of its own."""

from django.utils.translation import gettext_lazy as _

from centres.forms.places import DepartmentForm
from centres.models import Department
from centres.permissions import Permission
from centres.services import places
from centres.views.managed import ManagedForm, ManagedView


class Departments(ManagedView):
    permission = Permission.CENTRE_MANAGE
    tab = "settings-departments"

    def get(self, request):
        rows = list(Department.objects.for_centre(self.target).select_related("room"))
        for department in rows:
            department.edit_url = self.link("settings-department", code=department.code)
        context = {"rows": rows, "new_url": self.link("settings-department-new")}
        return self.render("centres/department_list.html", context)


class DepartmentNew(ManagedForm):
    permission = Permission.CENTRE_MANAGE
    form_class = DepartmentForm
    tab = "settings-departments"
    back = "settings-departments"
    title = _("New department")
    success_message = _("Saved.")

    department = None

    def form_kwargs(self) -> dict:
        instance = {"instance": self.department} if self.department else {}
        return {"centre": self.target, **instance}

    def act(self, form) -> str:
        places.save_department(self.target, form.cleaned_data, by=self.request.user, department=self.department)
        return self.link(self.back)


class DepartmentEdit(DepartmentNew):
    title = _("Change the department")

    def get(self, request, code):
        self.department = self.get_or_404(Department.objects, code=code)
        return super().get(request)

    def post(self, request, code):
        self.department = self.get_or_404(Department.objects, code=code)
        return super().post(request)
