"""Mounted at /c/<centre>/opd/."""

from django.urls import path

from opd.views import consultation, history, queue, record, reference, referral, slip, suggest, vitals

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
    path("referrals/<str:code>/", referral.ReferralStep.as_view(), name="referral-step"),
    path("reference/", reference.Reference.as_view(), name="reference"),
    # The slip and its paper.
    path("slips/<str:code>/", slip.SlipPage.as_view(), name="slip"),
    path("slips/<str:code>/print/", slip.SlipPrint.as_view(), name="slip-print"),
    path("slips/<str:code>/revoke/", slip.SlipRevoke.as_view(), name="slip-revoke"),
]
