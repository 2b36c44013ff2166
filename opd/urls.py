"""Mounted at /c/<centre>/opd/."""

from django.urls import path

from opd.views import (
    arrivals,
    care,
    consultation,
    following,
    history,
    pharmacy,
    queue,
    record,
    reference,
    referral,
    referral_report,
    slip,
    stock,
    suggest,
    vitals,
)

app_name = "opd"
urlpatterns = [
    path("", queue.Queue.as_view(), name="queue"),
    path("room/<slug:department>/", queue.Queue.as_view(), name="room"),
    path("room/<slug:department>/live/", queue.QueueLive.as_view(), name="room-live"),
    path("room/<slug:department>/step/", queue.QueueStep.as_view(), name="queue-step"),
    path("vitals/", vitals.VitalsList.as_view(), name="vitals-list"),
    path("visits/<str:code>/vitals/", vitals.VitalsRecord.as_view(), name="vitals"),
    path("visits/<str:code>/consultation/", consultation.ConsultationPage.as_view(), name="consultation"),
    path("visits/<str:code>/merge/", consultation.ConsultationMerge.as_view(), name="consultation-merge"),
    path("visits/<str:code>/sign/", consultation.ConsultationSign.as_view(), name="consultation-sign"),
    path("visits/<str:code>/addendum/", consultation.AddendumWrite.as_view(), name="addendum"),
    path("visits/<str:code>/allergies/", history.AllergyChange.as_view(), name="allergies"),
    path("visits/<str:code>/history/", history.History.as_view(), name="history"),
    path("visits/<str:code>/open/", record.RecordOpen.as_view(), name="record-open"),
    path("suggest/<slug:kind>/", suggest.Suggest.as_view(), name="suggest"),
    path("referrals/", referral.ReferralList.as_view(), name="referrals"),
    path("referrals/desk/", arrivals.ReferralDesk.as_view(), name="referral-desk"),
    path("referrals/desk/<str:code>/", arrivals.ReferralArrived.as_view(), name="referral-arrived"),
    path("referrals/report/", referral_report.ReferralReport.as_view(), name="referral-report"),
    path("referrals/<str:code>/", referral.ReferralStep.as_view(), name="referral-step"),
    path("follow-ups/", following.FollowUpList.as_view(), name="follow-ups"),
    path("follow-ups/<str:code>/", following.FollowUpContactPage.as_view(), name="follow-up"),
    path("care/", care.CareList.as_view(), name="care-levels"),
    path("care/<str:icd>/", care.CareEdit.as_view(), name="care-level"),
    path("reference/", reference.Reference.as_view(), name="reference"),
    # The pharmacy window and its shelf.
    path("medicines/", pharmacy.DispenseList.as_view(), name="dispense-list"),
    path("medicines/find/", pharmacy.DispenseFind.as_view(), name="dispense-find"),
    path("medicines/visits/<str:code>/", pharmacy.Dispense.as_view(), name="dispense"),
    path("medicines/given/<str:code>/back/", pharmacy.TakeBack.as_view(), name="dispense-back"),
    path("stock/", stock.StockShelf.as_view(), name="stock"),
    path("stock/receive/", stock.StockReceive.as_view(), name="stock-receive"),
    path("stock/h1/", stock.H1Register.as_view(), name="stock-h1"),
    path("stock/<int:pk>/", stock.StockBatchPage.as_view(), name="stock-batch"),
    path("stock/<int:pk>/count/", stock.StockCount.as_view(), name="stock-count"),
    path("stock/<int:pk>/issue/", stock.StockIssue.as_view(), name="stock-issue"),
    # The slip and its paper.
    path("slips/<str:code>/", slip.SlipPage.as_view(), name="slip"),
    path("slips/<str:code>/print/", slip.SlipPrint.as_view(), name="slip-print"),
    path("slips/<str:code>/revoke/", slip.SlipRevoke.as_view(), name="slip-revoke"),
]
