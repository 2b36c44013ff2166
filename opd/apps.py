from django.apps import AppConfig


class OpdConfig(AppConfig):
    name = "opd"

    def ready(self):
        from centres import housekeeping
        from opd import desks as rooms
        from opd.slip import gate, links
        from registration import desks, printing, scans

        scans.add_resolver(links.visit_of)
        for desk in rooms.DESKS:
            desks.add(desk)
        housekeeping.CHORES["wrong answers at slips"] = gate.forget_old
        printing.offer(printing.Printing("opd/_print_buttons.html", script="slip-print.js", style="slip.css"))
