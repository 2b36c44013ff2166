"""Where the database of this checkout lives, and which system user runs it."""

import hashlib
import json
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_USER = "patna-hms"
SYSTEM_HOME = Path("/var/lib/patna-hms")
RECORD = "postgres.json"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 107  # bytes in sun_path, less the closing zero


@dataclass(frozen=True)
class Place:
    """One cluster: `home` holds its data, logs and programs; a record in `var` remembers it between runs."""

    var: Path  # one cluster for each var directory
    home: Path
    user: str  # who runs the server; never root

    NAME = "hms"
    USER = "hms"
    PORT = "5432"

    @classmethod
    def find(cls, var: Path | None = None) -> "Place":
        """The recorded place; else where a start by this user would put it."""
        var = (var or Path(os.environ.get("HMS_VAR_DIR") or CHECKOUT / "var")).absolute()
        recorded = _read_record(var)
        if recorded:
            return cls(var, *recorded)
        if os.geteuid() == 0:
            return cls(var, SYSTEM_HOME / _short_hash(var), SYSTEM_USER)
        return cls(var, var / "postgres", pwd.getpwuid(os.geteuid()).pw_name)

    @property
    def record(self) -> Path:
        return self.var / RECORD

    @property
    def lock(self) -> Path:
        return self.var / "postgres.lock"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def socket(self) -> Path:
        """The socket's directory; under /tmp when the path is too long, or has the comma libpq splits at."""
        near = self.home / "socket"
        if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_LIMIT and "," not in str(near):
            return near
        return Path(f"/tmp/patna-hms-{pwd.getpwnam(self.user).pw_uid}-{_short_hash(self.home)}")  # noqa: S108

    @property
    def is_served_by_another_user(self) -> bool:
        return pwd.getpwuid(os.geteuid()).pw_name != self.user

    def dsn(self) -> dict[str, str]:
        return {"NAME": self.NAME, "USER": self.USER, "HOST": str(self.socket), "PORT": self.PORT}

    def write_record(self) -> None:
        """Homes inside `var` are written relative to it, so that a moved checkout still finds its own."""
        home = self.home.relative_to(self.var) if self.home.is_relative_to(self.var) else self.home
        record = {"var": str(self.var), "home": str(home), "user": self.user}
        text = json.dumps(record, indent=1) + "\n"
        if not self.record.exists() or self.record.read_text() != text:
            self.record.write_text(text)


def _read_record(var: Path) -> tuple[Path, str] | None:
    """Home and user. A copied checkout must not share its original's database; a moved one keeps it."""
    try:
        record = json.loads((var / RECORD).read_text())
    except FileNotFoundError:
        return None
    was_copied = record["var"] != str(var) and Path(record["var"], RECORD).exists()
    if was_copied and Path(record["home"]).is_absolute():
        return None
    return var / record["home"], record["user"]


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
