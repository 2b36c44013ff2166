"""The run in the address, found behind the check of the right."""

from django.views import View

from registration.models import RegisterImport


class FindRun(View):
    def dispatch(self, request, *args, code, **kwargs):
        rows = RegisterImport.objects.select_related("centre", "chosen_by", "started_by", "stopped_by")
        self.run = self.get_or_404(rows, code=code)
        return super().dispatch(request, *args, **kwargs)

    def run_url(self, name: str = "import-run") -> str:
        return self.url(name, self.run.code)
