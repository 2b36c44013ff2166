"""The waiting room's screen, mounted at /b/. Nobody is signed in; the address itself is the key."""

from django.urls import path

from registration.views.board import Board, BoardNow

app_name = "board"

urlpatterns = [
    path("<str:token>", Board.as_view(), name="page"),
    path("<str:token>/now", BoardNow.as_view(), name="now"),
]
