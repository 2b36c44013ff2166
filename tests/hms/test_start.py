"""A start does each thing once, and again when what it is made from has changed."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from hms.database.place import CHECKOUT
from hms.start import address, serve
from hms.start.stamps import Stamps, digest
from hms.start.steps import Start


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_stamp_outlives_the_process_and_a_damaged_file_means_do_it_again(tmp_path):
    Stamps(tmp_path / "done.json").put("fonts", "v1")

    assert Stamps(tmp_path / "done.json").is_fresh("fonts", "v1") is True
    assert Stamps(tmp_path / "done.json").is_fresh("fonts", "v2") is False
    (tmp_path / "done.json").write_text("{cut sho")
    assert Stamps(tmp_path / "done.json").is_fresh("fonts", "v1") is False


def test_a_digest_sees_contents_names_and_absence_but_no_order(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    before = digest([one, two])

    assert digest([two, one]) == before
    one.write_text("changed")
    assert digest([one, two]) != before
    one.write_text("1")
    assert digest([one]) != before


@pytest.mark.django_db
def test_hindi_is_compiled_before_any_step_that_may_read_a_text(tmp_path):
    class Listed(Start):
        """Says which steps there would be, and takes none."""

        def __init__(self):
            super().__init__(tmp_path, lambda line: None)
            self.names = []

        def _step(self, name, *rest):
            self.names.append(name)

        _fonts = _database = lambda self: None

    start = Listed()
    start.prepare()

    assert start.names == ["hindi", "migrate", "catalogues", "static"]


def test_a_step_that_fails_is_not_marked_as_done(tmp_path):
    start, said, runs = Start(tmp_path, lambda line: said.append(line)), [], []

    def work():
        runs.append(1)
        if len(runs) == 1:
            raise OSError("disk full")

    start.say = said.append
    with pytest.raises(OSError, match="disk full"):
        start._step("migrate", lambda: "v1", "done", work)
    start._step("migrate", lambda: "v1", "done", work)
    start._step("migrate", lambda: "v1", "done", work)

    assert len(runs) == 2
    assert [line.split(" (")[0] for line in said] == ["done"]


def test_a_taken_port_is_seen_before_anything_is_done(port):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()

        assert address.is_free("127.0.0.1", port) is False
        assert address.answers("127.0.0.1", port) is True
    assert address.answers("127.0.0.1", port) is False


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "http://localhost:8000"), ("::1", "http://localhost:8000"), ("10.0.0.7", "http://10.0.0.7:8000")],
)
def test_the_address_people_type(host, shown):
    assert address.shown(host, 8000) == shown


def test_a_try_out_on_the_network_lets_phones_in_and_production_is_told_nothing(monkeypatch):
    for name in ("HMS_ENV", "PUBLIC_URL", "ALLOWED_HOSTS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(address, "_own_address", lambda: "192.168.1.5")

    address.tell_settings("0.0.0.0", 8001)
    assert os.environ["PUBLIC_URL"] == "http://192.168.1.5:8001"
    assert "192.168.1.5" in os.environ["ALLOWED_HOSTS"].split(",")

    monkeypatch.delenv("PUBLIC_URL")
    monkeypatch.setenv("HMS_ENV", "production")
    address.tell_settings("0.0.0.0", 8001)
    assert "PUBLIC_URL" not in os.environ


def test_production_never_gets_the_demo():
    command = [sys.executable, "-m", "hms.start", "--demo"]
    done = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, "HMS_ENV": "production"}, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "--demo makes passwords everybody knows" in done.stderr


PARENT = """
import sys, time
from hms.start import serve
child = serve._child("-c", "import time; time.sleep(60)")
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asked of Linux's kernel")
def test_the_server_ends_with_whoever_started_it_even_after_kill_9():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert _is_gone(child)


def test_children_that_do_not_listen_are_ended(monkeypatch):
    monkeypatch.setattr(serve, "GRACE", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    child.stdout.readline()

    serve._end([child])

    assert child.returncode == -signal.SIGKILL


def _is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False
