"""A bad line: a proxy in front of a server that loses what it is told to lose, before or after the server acted."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from enum import StrEnum

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
LONGEST = 30  # seconds
BEGINNING = 60  # bytes of an answer that is cut: the status, and nothing that says where to go


class Fate(StrEnum):
    PASS = "pass"
    LOSE_REQUEST = "request"  # the server never hears of it
    LOSE_ANSWER = "answer"  # the server has acted; nobody learns of it
    CUT_ANSWER = "cut"  # it begins to arrive


class CuttingLine:
    """One request at a time on each connection, then the connection ends. `fate(request)` decides; `fates` remembers.

    Only what `fate` is asked about is counted: it sees the head of each request and may answer PASS for most.
    """

    def __init__(self, address: tuple[str, int], fate: Callable[[bytes], Fate]):
        self.address, self.fate, self.fates = address, fate, []
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _where = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=[client], daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        client.settimeout(LONGEST)
        with client, contextlib.suppress(OSError):
            request = _whole(client)
            if not request:
                return
            fate = self.fate(request)
            self.fates.append(fate)
            if fate is Fate.LOSE_REQUEST:
                return
            answer = self._ask(request)
            if fate is Fate.PASS:
                client.sendall(answer)
            elif fate is Fate.CUT_ANSWER:
                client.sendall(answer[:BEGINNING])

    def _ask(self, request: bytes) -> bytes:
        """The server's whole answer: by the time it ends the transaction is committed."""
        with socket.create_connection(self.address, LONGEST) as server:
            server.sendall(_closing(request))
            return b"".join(iter(lambda: server.recv(65536), b""))


def _whole(client: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := client.recv(65536)):
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    while len(body) < (int(length[1]) if length else 0):
        body += client.recv(65536)
    return head + b"\r\n\r\n" + body


def _closing(request: bytes) -> bytes:
    """One request, one connection, so that the end of the answer is the end of the stream."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
