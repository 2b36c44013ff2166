"""The waiting room's screen: an address nobody can guess, tokens and rooms, no names."""

import hashlib
import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from centres import once
from centres.permissions import Permission
from centres.views.base import DeclaredView
from hms.lib import qr
from registration import services
from registration.models import WaitingBoard
from registration.selectors.board import showing
from registration.views.base import CounterView

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def find(token: str) -> WaitingBoard:
    """The board behind an address. Raises Http404, also for a closed centre's."""
    boards = WaitingBoard.objects.filter(token=token, centre__is_active=True).select_related("centre")
    board = boards.first() if TOKEN.fullmatch(token) else None
    if board is None:
        raise Http404
    return board


class BoardView(DeclaredView):
    """Hindi first, English beside it: a wall has no language switch."""

    permission = Permission.PUBLIC
    is_background = True

    def dispatch(self, request, *args, token, **kwargs):
        self.board = find(token)
        with translation.override("hi"):
            response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def piece(self) -> str:
        return render_to_string("registration/_board.html", {"showing": showing(self.board.centre)})


class Board(BoardView):
    def get(self, request):
        context = {"board": self.board, "centre_shown": self.board.centre, "piece": self.piece()}
        return render(request, "registration/board.html", {**context, "at": timezone.now()})


class BoardNow(BoardView):
    """The piece that changes; nothing but the header while it is the same."""

    def get(self, request):
        piece = self.piece()
        etag = f'"{hashlib.sha256(piece.encode()).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        return HttpResponse(piece, headers={"ETag": etag})


class WaitingRoom(CounterView):
    """Where the person in charge finds the screen's address and renews it."""

    permission = Permission.CENTRE_MANAGE

    def get(self, request):
        board = WaitingBoard.objects.for_centre(self.centre).first()
        address = request.build_absolute_uri(reverse("board:page", args=[board.token])) if board else ""
        context = {
            "board": board,
            "address": address,
            "qr": qr.qr_svg(address, label=translation.gettext("QR of the screen's address")) if board else "",
            "idem": once.new_key(request.user),
        }
        return render(request, "registration/waiting_room.html", {**context, **self.sides()})

    def post(self, request):
        def renew() -> str:
            services.renew_board(self.centre, by=request.user)
            return self.url("waiting-room")

        try:
            return redirect(once.answer_once(request, renew))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
