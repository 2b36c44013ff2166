"""Proposals, mounted at /c/<centre>/proposals/."""

from django.urls import path

from centres.views.proposals import drafts, pages, prices

app_name = "proposal"

urlpatterns = [
    path("", pages.Proposals.as_view(), name="list"),
    path("new/", drafts.ProposalNew.as_view(), name="new"),
    path("prices/", prices.Prices.as_view(), name="prices"),
    path("prices/new/", prices.PriceNew.as_view(), name="price-new"),
    path("prices/<str:item>/", prices.PriceEdit.as_view(), name="price-edit"),
    path("<str:code>/", pages.ProposalPage.as_view(), name="view"),
    path("<str:code>/letter.pdf", pages.Letter.as_view(), name="letter"),
    path("<str:code>/letter/", drafts.LetterEdit.as_view(), name="letter-edit"),
    path("<str:code>/gaps/", drafts.GapsAdd.as_view(), name="gaps-add"),
    path("<str:code>/remove/", drafts.DraftRemove.as_view(), name="remove"),
    path("<str:code>/lines/<int:number>/", drafts.LineEdit.as_view(), name="line-edit"),
    path("<str:code>/lines/<int:number>/remove/", drafts.LineRemove.as_view(), name="line-remove"),
    path("<str:code>/send/", pages.Send.as_view(), name="send"),
    path("<str:code>/decide/", pages.Decide.as_view(), name="decide"),
    path("<str:code>/release/", pages.Release.as_view(), name="release"),
    path("<str:code>/spend/", pages.Spend.as_view(), name="spend"),
]
