"""For every address with parts of its own: the row of a centre that it opens.

A new URL needs an entry in SAMPLES: its full name, and a function of a World (one centre with a row of everything) and
the person who asks, giving the parts besides `centre` and `at`. A part that no row stands behind goes into ROWLESS.
"""

import base64
import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from centres.models import (
    Blocker,
    Centre,
    Department,
    GapRule,
    HeldForm,
    Room,
    SignIn,
    Statement,
    StatementPhoto,
    User,
)
from centres.permissions import Role
from centres.services import blockers, statements
from centres.views import kept_file
from hms.lib import crypto, ids, pictures
from labs import services
from labs.models import ControlRun, LabOrder, ReagentLot, Report
from opd.models import Export, Redirection, Referral
from opd.services import add_picture, issue_certificate
from registration import references
from registration.importing.reading import Table
from registration.models import Counter, Visit
from registration.services import importing
from registration.services.pads import print_pad
from tests.centres.factories import CentreFactory, DepartmentFactory, HospitalFactory, MembershipFactory, UserFactory
from tests.centres.inspecting import (
    GapFactory,
    InspectionFactory,
    PriceItemFactory,
    decided_proposal,
    draft_checklist,
    draft_proposal,
    finished_inspection,
    gap_photo,
    photo_of,
    started_inspection,
)
from tests.centres.signing import Worker
from tests.labs.factories import entered, load_catalogue, packed, released
from tests.opd.exports import ready_export
from tests.opd.factories import (
    CareLevelFactory,
    EConsultFactory,
    FollowUpFactory,
    HouseNumberFactory,
    PoolFactory,
    ReferralFactory,
    StockBatchFactory,
    desk_complaint,
    member,
)
from tests.opd.photos import a_photo
from tests.opd.prescriptions import given, prescribed
from tests.opd.reporting.honesty import asked_question
from tests.registration.doubles import Doubles
from tests.registration.factories import VisitFactory

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass
class World:
    """One centre with a row of everything that an address can open."""

    centre: Centre
    parts: dict = field(default_factory=dict)  # what `parts_of` answered before

    @cached_property
    def visit(self) -> Visit:
        return VisitFactory(centre=self.centre, patient__name="सुनीता देवी", patient__name_other="Sunita Devi")

    @cached_property
    def released(self) -> LabOrder:
        load_catalogue(self.centre)
        return next(iter(released(self.visit, {"HB": "3.9"}).values()))

    @cached_property
    def entered(self) -> LabOrder:
        load_catalogue(self.centre)
        return next(iter(entered(self.visit, {"RBS": "110"}).values()))

    @cached_property
    def reagent_lot(self) -> ReagentLot:
        person = self.released.released_by
        kit = services.add_reagent(self.centre, by=person, name="Kit", unit="tests", least=1, tests=[])
        return services.receive(kit, by=person, lot_number="1", expires_on=date(2099, 1, 31), quantity=5)

    @cached_property
    def outage(self):
        test = self.released.test
        return services.begin_outage(self.centre, what="Counter", cause="machine", tests=[test], by=self.colleague)

    @cached_property
    def control_run(self) -> ControlRun:
        person = self.released.released_by
        until = date(2099, 1, 31)
        made = {"name": "N", "lot_number": "1", "expires_on": until, "mean": 9, "sd": 1, "source": "test"}
        services.add_lot(self.centre, self.released.test, by=person, level="1", **made)
        return services.record_run(self.centre, self.released.test, {"1": "20"}, by=person)

    @cached_property
    def report(self) -> Report:
        return Report.objects.filter(visit=self.released.visit).order_by("-version").first()

    @cached_property
    def referral(self) -> Referral:
        return ReferralFactory(visit=self.visit, to_centre=self.centre)

    @cached_property
    def pool(self):
        return PoolFactory(centre=self.centre)

    @cached_property
    def e_consult(self):
        return EConsultFactory(visit=self.visit, pool=self.pool)

    @cached_property
    def picture(self):
        return add_picture(self.e_consult, a_photo(), "", by=self.e_consult.asked_by)

    @cached_property
    def redirection(self):
        """Sent from this centre's desk to itself, so that one world has both ends."""
        made = {"asked_at": self.visit.registered_at, "asked_by": self.colleague, "to_centre": self.centre}
        complaint = desk_complaint()
        return Redirection.objects.create(
            code=ids.random_code(), centre=self.centre, outcome="offered", desk_complaint=complaint,
            department=self.visit.department, **made,
        )  # fmt: skip

    @cached_property
    def dispensing(self):
        return given(self.visit)

    @cached_property
    def follow_up(self):
        return FollowUpFactory(visit=self.visit)

    @cached_property
    def certificate(self):
        visit = VisitFactory(centre=self.centre)
        prescribed(visit)
        today = visit.visit_on
        return issue_certificate(visit, "rest", by=visit.consultation.signed_by, starts_on=today, days=2)

    @cached_property
    def batch(self):
        return StockBatchFactory(centre=self.centre)

    @cached_property
    def box(self):
        """Sent by this centre."""
        return packed(self.centre, HospitalFactory())

    @cached_property
    def arrived(self):
        """Sent to this centre, and received here."""
        box = packed(CentreFactory(), self.centre)
        row = box.samples.select_related("sample").get()
        services.receive_sample(self.centre, row.sample.code, by=self.colleague)
        return row

    @cached_property
    def register_import(self):
        """Done, with a row to compare and a row refused."""
        person = self.visit.patient
        fine = [person.name, "46", "F", person.phone, ""]
        table = Table(["नाम", "उम्र", "लिंग", "मोबाइल", "वार्ड"], [fine, ["x", "", "", "", ""]], [2, 3])
        run = importing.choose(table, file_name="old.csv", centre=self.centre, by=self.colleague)
        importing.start(run, by=self.colleague)
        importing.work()
        return run

    @cached_property
    def pad(self):
        """Each centre counts its own pads from 1: numbered here so that no two worlds share a number."""
        Counter.objects.create(centre=self.centre, scope="pad", value=1000 + self.centre.pk)
        return print_pad(self.centre, place="1", size=2, paper="A5", by=self.colleague)

    @cached_property
    def department(self) -> Department:
        return self.visit.department

    @cached_property
    def spare_department(self) -> Department:
        """A code that no other centre has, so that the other centre's is not found here."""
        return DepartmentFactory(centre=self.centre, code=f"d{self.centre.pk}")

    @cached_property
    def room(self) -> Room:
        return self.department.room

    @cached_property
    def statement(self) -> Statement:
        DepartmentFactory(centre=self.centre, code=f"s{self.centre.pk}")
        return statements.state(self.centre, {("staff", "clerk"): 1}, remark="", by=self.colleague)

    @cached_property
    def photo(self) -> StatementPhoto:
        return statements.add_photo(self.statement, pictures.tidy(PNG), "UPS", by=self.colleague)

    @cached_property
    def blocker(self) -> Blocker:
        today = timezone.localdate()
        return blockers.raise_blocker(self.centre, text="UPS", since=today, owner="", by=self.colleague)

    @cached_property
    def colleague(self) -> User:
        user = UserFactory()
        MembershipFactory(user=user, centre=self.centre, role=Role.CLERK, starts_on=date(2020, 1, 1))
        return user

    @cached_property
    def sign_in(self) -> SignIn:
        now = self.visit.registered_at
        return SignIn.objects.create(
            user=self.colleague, session_key=uuid.uuid4().hex, method="password", started_at=now, seen_at=now
        )

    def export_of(self, user) -> Export:
        """A file of this person's, ready."""
        return ready_export(self.centre, user)

    @cached_property
    def planned_inspection(self):
        return InspectionFactory(centre=self.centre, office=self.centre)

    @cached_property
    def inspection(self):
        """Going on."""
        return started_inspection(self.centre)

    @cached_property
    def inspected(self):
        """Finished."""
        return finished_inspection(self.centre)

    @cached_property
    def inspection_photo(self):
        return photo_of(self.inspection)

    @cached_property
    def inspected_photo(self):
        return photo_of(started_inspection(self.centre), finish=True)

    @cached_property
    def proposal(self):
        """A draft with one line."""
        return draft_proposal(self.centre)

    @cached_property
    def decided_proposal(self):
        return decided_proposal(self.centre)

    @cached_property
    def gap(self):
        return GapFactory(centre=self.centre, office=self.centre)

    @cached_property
    def gap_photo(self):
        return gap_photo(self.gap)

    @cached_property
    def draft_checklist(self):
        return draft_checklist(f"own{self.centre.pk}")

    def kept_import(self, user) -> uuid.UUID:
        reference = uuid.uuid4()
        HeldForm.objects.create(
            reference=reference,
            user=user,
            path=f"/c/{self.centre.code}/network/import/{reference}/",
            body=crypto.sealer().seal({"query": "csv=code%2Cname_en%0AUPHC-77%2CX"}, f"held:{reference}"),
        )
        return reference

    @cached_property
    def honesty_question(self):
        """Four people in a breath, in the last full week."""
        return asked_question(self.centre)

    @cached_property
    def pair(self):
        """Two records of this centre."""
        return Doubles.at(Worker.at(self.centre, Role.IN_CHARGE)).pair

    @cached_property
    def merge(self):
        return Doubles.at(Worker.at(self.centre, Role.IN_CHARGE)).merge()

    def kept_staff(self, user) -> uuid.UUID:
        """As a form on the page it was chosen on keeps it; asked for under another address it is not there."""
        reference, own = uuid.uuid4(), user.memberships.first().centre
        about = {} if own == self.centre else {"at": self.centre.code}
        path = reverse("centre:staff-import-preview", kwargs={"centre": own.code, **about, "reference": reference})
        kept_file.keep("username,role\nasha.k,clerk", reference, path, user)
        return reference

    def person_reference(self, user) -> str:
        return references.of_person(self.visit.patient_id, user=user, centre=self.centre, knows_number=True)


def by_visit(world, user):
    return {"code": world.visit.code}


def by_released(world, user):
    return {"code": world.released.code}


def by_released_visit(world, user):
    return {"code": world.released.visit.code}


def by_test(world, user):
    return {"code": world.released.test.code}


def by_person(world, user):
    return {"reference": world.person_reference(user)}


def by_import(world, user):
    return {"code": world.register_import.code}


def by_pad(world, user):
    return {"pad": world.pad.number}


def by_pad_slip(world, user):
    return {"serial": world.pad.slips.first().serial, **by_person(world, user)}


def by_department(world, user):
    return {"department": world.spare_department.code}


def by_e_consult(world, user):
    return {"code": world.e_consult.code}


def by_question(world, user):
    """Asked of a pool to which this person belongs."""
    member(world.pool, user)
    return {"code": world.e_consult.code}


def by_batch(world, user):
    return {"pk": world.batch.pk}


def by_care_level(world, user):
    return {"icd": CareLevelFactory().diagnosis.code}


def by_inspection(world, user):
    return {"code": world.inspection.code, "item": "EQ01", "number": 1}


def by_draft(world, user):
    return {"code": world.draft_checklist.checklist.code, "item": "A1"}


def by_gap(world, user):
    return {"code": world.gap.code}


def by_proposal(world, user):
    return {"code": world.proposal.code, "number": 1}


def by_decided(world, user):
    return {"code": world.decided_proposal.code}


def by_price(world, user):
    return {"item": PriceItemFactory().code}


def by_question_about_numbers(world, user):
    return {"code": world.honesty_question.code}


def by_gap_rule(world, user):
    return {"kind": "gaps", "code": GapRule.objects.get_or_create(severity="high", days=30)[0].code}


def by_form(world, user):
    return {"form": "hmis"}


def by_colleague(world, user):
    return {"person": world.colleague.pk}


SAMPLES = {
    "centre:import-preview": lambda world, user: {"reference": world.kept_import(user)},
    "centre:statement-day": lambda world, user: {"pk": world.statement.pk},
    "centre:statement-picture": lambda world, user: {"pk": world.photo.pk},
    "centre:rollout-blocker": lambda world, user: {"pk": world.blocker.pk},
    "centre:rollout-step": lambda world, user: {"stage": "equipped"},
    "centre:settings-department": lambda world, user: {"code": world.spare_department.code},
    "centre:settings-room": lambda world, user: {"pk": world.room.pk},
    "centre:staff-close": by_colleague,
    "centre:staff-edit": by_colleague,
    "centre:staff-import-preview": lambda world, user: {"reference": world.kept_staff(user)},
    "centre:staff-link": by_colleague,
    "centre:staff-person": by_colleague,
    "centre:staff-phone": by_colleague,
    "centre:staff-pin": by_colleague,
    "centre:staff-reopen": by_colleague,
    "centre:staff-role-new": by_colleague,
    "centre:staff-role-end": lambda world, user: {
        "person": world.colleague.pk,
        "pk": world.colleague.memberships.get().pk,
    },
    "centre:staff-sign-in-end": lambda world, user: {"person": world.colleague.pk, "pk": world.sign_in.pk},
    "gap:change": by_gap,
    "gap:merge": by_gap,
    "gap:move": by_gap,
    "gap:own": by_gap,
    "gap:own-photo": lambda world, user: {"pk": world.gap_photo.pk},
    "gap:photo": lambda world, user: {"pk": world.gap_photo.pk},
    "gap:view": by_gap,
    "inspection:checklist": by_draft,
    "inspection:checklist-draft": by_draft,
    "inspection:checklist-file": by_draft,
    "inspection:checklist-import": by_draft,
    "inspection:checklist-publish": by_draft,
    "inspection:item": by_inspection,
    "inspection:item-edit": by_draft,
    "inspection:item-new": by_draft,
    "inspection:item-photo": by_inspection,
    "inspection:item-remove": by_draft,
    "inspection:own-photo": lambda world, user: {"pk": world.inspected_photo.pk},
    "inspection:own-report-paper": lambda world, user: {"code": world.inspected.code},
    "inspection:report-paper": lambda world, user: {"code": world.inspected.code},
    "inspection:own-report": lambda world, user: {"code": world.inspected.code},
    "inspection:photo": lambda world, user: {"pk": world.inspection_photo.pk},
    "inspection:photo-remove": lambda world, user: {"pk": world.inspection_photo.pk},
    "inspection:report": lambda world, user: {"code": world.inspected.code},
    "inspection:round": lambda world, user: {"code": world.planned_inspection.round.code},
    "inspection:section": by_inspection,
    "inspection:visit": by_inspection,
    "inspection:visit-begin": lambda world, user: {"code": world.planned_inspection.code},
    "inspection:visit-cancel": lambda world, user: {"code": world.planned_inspection.code},
    "inspection:visit-finish": by_inspection,
    "inspection:visit-move": lambda world, user: {"code": world.planned_inspection.code},
    "inspection:visit-new": lambda world, user: {"code": world.planned_inspection.round.code},
    "labs:amend": by_released,
    "labs:arrival": lambda world, user: {"code": world.arrived.dispatch.code},
    "labs:dispatch": lambda world, user: {"code": world.box.code},
    "labs:hub-release": lambda world, user: {"code": world.arrived.sample.code},
    "labs:hub-reject": lambda world, user: {"code": world.arrived.sample.code},
    "labs:outage-end": lambda world, user: {"pk": world.outage.pk},
    "labs:outside": by_released_visit,
    "labs:hub-sample": lambda world, user: {"code": world.arrived.sample.code},
    "labs:manifest": lambda world, user: {"code": world.box.code},
    "labs:availability-edit": lambda world, user: {"code": world.released.test.code},
    "labs:call": by_released,
    "labs:collect": by_released_visit,
    "labs:labels": by_released_visit,
    "labs:control": lambda world, user: {"code": world.released.test.code},
    "labs:control-action": lambda world, user: {"pk": world.control_run.pk},
    "labs:control-lot": lambda world, user: {"code": world.released.test.code},
    "labs:order-cancel": by_released,
    "labs:catalogue-export": lambda world, user: {"what": "tests"},
    "labs:panel-edit": lambda world, user: {"code": "CBC"} if world.released else {},
    "labs:range-edit": lambda world, user: {"pk": world.released.test.ranges.first().pk},
    "labs:range-new": by_test,
    "labs:range-remove": lambda world, user: {"pk": world.released.test.ranges.first().pk},
    "labs:test": by_test,
    "labs:test-edit": by_test,
    "labs:test-review": by_test,
    "labs:test-delta": by_test,
    "labs:release": by_released_visit,
    "labs:reagent-move": lambda world, user: {"pk": world.reagent_lot.pk},
    "labs:reagent-receive": lambda world, user: {"pk": world.reagent_lot.reagent_id},
    "labs:repeat": lambda world, user: {"code": world.entered.code},
    "labs:report": lambda world, user: {"code": world.released.visit.code, "version": world.report.version},
    "labs:reports": by_released_visit,
    "labs:results": by_released_visit,
    "labs:run": lambda world, user: {"code": world.released.test.code},
    "labs:sample-reject": lambda world, user: {"code": world.released.sample.code},
    "opd:addendum": by_visit,
    "opd:allergies": by_visit,
    "opd:care-level": by_care_level,
    "opd:certificate-print": lambda world, user: {"code": world.certificate.code},
    "opd:certificates": by_visit,
    "opd:consultation": by_visit,
    "opd:consultation-merge": by_visit,
    "opd:consultation-sign": by_visit,
    "opd:dispense": by_visit,
    "opd:dispense-back": lambda world, user: {"code": world.dispensing.code},
    "opd:figures-export": lambda world, user: {"code": world.export_of(user).code},
    "opd:e-consult": by_e_consult,
    "opd:e-consult-ask": by_visit,
    "opd:e-consult-withdraw": by_e_consult,
    "opd:e-picture": lambda world, user: {**by_e_consult(world, user), "picture": world.picture.code},
    "opd:help": by_question,
    "opd:help-picture": lambda world, user: {**by_question(world, user), "picture": world.picture.code},
    "opd:pool": lambda world, user: {"pk": world.pool.pk},
    "opd:nearer-person": lambda world, user: {"code": world.redirection.code},
    "opd:nearer-print": lambda world, user: {"code": world.redirection.code},
    "centre:house-list": lambda world, user: {"kind": "gaps"},
    "centre:house-list-row": by_gap_rule,
    "opd:house-number": lambda world, user: {"rule": HouseNumberFactory().code},
    "opd:figures-question": by_question_about_numbers,
    "opd:figures-question-rows": by_question_about_numbers,
    "opd:figures-form": by_form,
    "opd:figures-form-centres": by_form,
    "opd:figures-form-file": by_form,
    "opd:figures-rows": by_form,
    "opd:follow-up": lambda world, user: {"code": world.follow_up.code},
    "opd:history": by_visit,
    "opd:queue-step": by_department,
    "opd:record-open": by_visit,
    "opd:referral-arrived": lambda world, user: {"code": world.referral.visit.code},
    "opd:referral-step": lambda world, user: {"code": world.referral.visit.code},
    "opd:room": by_department,
    "opd:room-live": by_department,
    "opd:slip": by_visit,
    "opd:slip-print": by_visit,
    "opd:slip-revoke": by_visit,
    "opd:stock-batch": by_batch,
    "opd:stock-count": by_batch,
    "opd:stock-issue": by_batch,
    "opd:suggest": lambda world, user: {"kind": "medicine"},
    "opd:vitals": by_visit,
    "proposal:decide": by_proposal,
    "proposal:gaps-add": by_proposal,
    "proposal:letter": by_proposal,
    "proposal:letter-edit": by_proposal,
    "proposal:line-edit": by_proposal,
    "proposal:line-remove": by_proposal,
    "proposal:price-edit": by_price,
    "proposal:release": by_decided,
    "proposal:remove": by_proposal,
    "proposal:send": by_proposal,
    "proposal:spend": by_decided,
    "proposal:view": by_proposal,
    "registration:aadhaar-reveal": by_person,
    "registration:break-glass": by_person,
    "registration:duplicate": lambda world, user: {"code": world.pair.code},
    "registration:duplicate-by-hand": by_person,
    "registration:duplicate-two": lambda world, user: {"code": world.pair.code},
    "registration:facts": by_person,
    "registration:facts-edit": by_person,
    "registration:family": lambda world, user: {
        "reference": references.of_people([world.visit.patient_id], user=user, centre=world.centre)
    },
    "registration:found": lambda world, user: {
        "reference": references.of_search("सुनीता", user=user, centre=world.centre)
    },
    "registration:import-columns": by_import,
    "registration:import-likely": by_import,
    "registration:import-refused": by_import,
    "registration:import-run": by_import,
    "registration:pad": by_pad,
    "registration:pad-account": by_pad,
    "registration:pad-echo": by_pad_slip,
    "registration:pad-new-person": by_pad_slip,
    "registration:pad-person": by_pad_slip,
    "registration:pad-print": by_pad,
    "registration:pad-release": by_pad_slip,
    "registration:pad-restore": by_pad_slip,
    "registration:pad-slip": by_pad_slip,
    "registration:pad-spoil": by_pad,
    "registration:history": by_person,
    "registration:household": by_person,
    "registration:merge": lambda world, user: {"code": world.merge.code},
    "registration:person": by_person,
    "registration:unlock": by_person,
    "registration:visit": by_visit,
    "registration:visit-cancel": by_visit,
    "registration:token-strip": by_visit,
    "registration:visit-transfer": by_visit,
    "registration:visit-new": by_person,
    "registration:withdraw": by_person,
}

# What cannot be there, for the same parts. Neighbours of real rows answer like these.
NOWHERE = {
    "code": "ZZZZZZZZ",
    "pad": 2_000_000_000,
    "serial": "YRPP999999",
    "picture": "ZZZZZZZZ",
    "pk": 2_000_000_000,
    "person": 2_000_000_000,
    "version": 99,
    "department": "nowhere",
    "kind": "nowhere",
    "what": "nowhere",
    "icd": "Z99.99",
    "rule": "nowhere",
    "stage": "nowhere",
    "item": "ZZ99",
    "number": 99,
    "form": "nowhere",
}

# Addresses whose parts name no row of a centre: another centre's sample is nobody's secret there.
ROWLESS = {
    "centre:rollout-step": "stages",
    **dict.fromkeys(
        (
            "inspection:checklist",
            "inspection:checklist-draft",
            "inspection:checklist-file",
            "inspection:checklist-import",
            "inspection:checklist-publish",
            "inspection:item-edit",
            "inspection:item-new",
            "inspection:item-remove",
        ),
        "a checklist of the whole network",
    ),
    "proposal:price-edit": "a row of the one price list",
    "labs:control": "a test of the whole network's catalogue",
    "labs:control-lot": "a test of the whole network's catalogue",
    "labs:run": "a test of the whole network's catalogue",
    "labs:catalogue-export": "a file of the whole network's catalogue",
    "labs:panel-edit": "a panel of the whole network's catalogue",
    "labs:range-edit": "a range of the whole network's catalogue",
    "labs:range-new": "a test of the whole network's catalogue",
    "labs:range-remove": "a range of the whole network's catalogue",
    "labs:test": "a test of the whole network's catalogue",
    "labs:test-edit": "a test of the whole network's catalogue",
    "labs:test-delta": "a test of the whole network's catalogue",
    "labs:test-review": "a test of the whole network's catalogue",
    "labs:availability-edit": "a test of the whole network's catalogue",
    "opd:care-level": "a row of the whole network's table",
    "centre:house-list": "a list of the whole network",
    "centre:house-list-row": "a row of a list of the whole network",
    "opd:house-number": "a row of the whole network's table",
    "opd:figures-form": "a form of the whole network",
    "opd:figures-form-centres": "a form of the whole network",
    "opd:figures-form-file": "a form of the whole network",
    "opd:figures-rows": "a form of the whole network",
    "opd:suggest": "kinds of lists",
}

# Sealed for one person at one centre on one day: anybody else's is no reference at all, and answers like nonsense.
SEALED = {"reference"}


def parts_of(route, world, user) -> dict:
    """The parts of a route besides its centres. A route without a sample fails here and says what to do."""
    names = set(route.parts) - {"centre", "at"}
    if not names:
        return {}
    assert route.name in SAMPLES, (
        f"add {route.name!r} with its parts {sorted(names)} to SAMPLES in tests/sweeps/samples.py"
    )
    key = (route.name, user.pk)
    if key not in world.parts:
        world.parts[key] = SAMPLES[route.name](world, user)
    return {name: value for name, value in world.parts[key].items() if name in names}
