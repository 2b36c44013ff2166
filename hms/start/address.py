"""Where it will answer, and what must be told to the settings about that."""

import os
import socket

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """True once somebody listens there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def shown(host: str, port: int) -> str:
    """The address people type: this machine's own on its network, when it answers there."""
    name = "localhost" if host in LOOPBACK else _own_address() if host in {"0.0.0.0", "::"} else host  # noqa: S104
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def tell_settings(host: str, port: int) -> None:
    """For a try-out only: in production each of these must be said, never guessed."""
    if os.environ.get("HMS_ENV") == "production":
        return
    os.environ.setdefault("PUBLIC_URL", shown(host, port))
    if host not in LOOPBACK:
        names = ["localhost", "127.0.0.1", "[::1]", _own_address(), socket.gethostname()]
        os.environ.setdefault("ALLOWED_HOSTS", ",".join(names))


def _own_address() -> str:
    """The address of the way out; nothing is sent by asking."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
