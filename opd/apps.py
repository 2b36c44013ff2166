from django.apps import AppConfig


class OpdConfig(AppConfig):
    name = "opd"

    def ready(self):
        from opd.slip import links
        from registration import printing, scans

        scans.add_resolver(links.visit_of)
        printing.offer(printing.Printing("opd/_print_buttons.html", script="slip-print.js", style="slip.css"))
