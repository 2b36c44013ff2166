from django.apps import AppConfig


class OpdConfig(AppConfig):
    name = "opd"

    def ready(self):
        from centres import facts, house_lists, housekeeping, resources
        from labs import signals
        from opd import desks as rooms
        from opd import honesty_limits, live_facts, receivers
        from opd import resources as medicines
        from opd.services import exporting
        from opd.slip import gate, links
        from registration import desks, printing, scans
        from registration.signals import pad_slip_attached, pad_slip_released

        signals.results_released.connect(receivers.after_release, dispatch_uid="opd.follow_up")
        pad_slip_attached.connect(receivers.after_pad_attached, dispatch_uid="opd.by_hand")
        pad_slip_released.connect(receivers.after_pad_released, dispatch_uid="opd.by_hand_released")
        scans.add_resolver(links.visit_of)
        for desk in rooms.DESKS:
            desks.add(desk)
        housekeeping.CHORES["expired files"] = exporting.empty_expired
        housekeeping.CHORES["wrong answers at slips"] = gate.forget_old
        printing.offer(printing.Printing("opd/_print_buttons.html", script="slip-print.js", style="slip.css"))
        resources.add(medicines.SOURCE)
        house_lists.add(honesty_limits.LIST)
        facts.add("opd.stock_outs", live_facts.stock_outs)
        facts.add("opd.printed_again", live_facts.printed_again)
        facts.add("opd.no_doctor", live_facts.days_without_a_doctor)
        facts.count_use("opd", live_facts.counts)
