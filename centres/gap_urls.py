"""Gaps, mounted at /c/<centre>/gaps/: for the office, and under own/ for the centre itself."""

from django.urls import path

from centres.views.gaps import office, own

app_name = "gap"

urlpatterns = [
    path("", office.Gaps.as_view(), name="list"),
    path("new/", office.GapNew.as_view(), name="new"),
    path("photos/<int:pk>/", office.Photo.as_view(), name="photo"),
    path("own/", own.OwnGaps.as_view(), name="own-list"),
    path("own/photos/<int:pk>/", own.OwnPhoto.as_view(), name="own-photo"),
    path("own/<str:code>/", own.OwnGap.as_view(), name="own"),
    path("<str:code>/", office.GapView.as_view(), name="view"),
    path("<str:code>/move/", office.GapMove.as_view(), name="move"),
    path("<str:code>/change/", office.GapChange.as_view(), name="change"),
    path("<str:code>/merge/", office.GapMerge.as_view(), name="merge"),
]
