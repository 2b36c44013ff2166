"""Settings from the environment. What is missing or wrong stops the start and says so."""

import base64
import binascii
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's value, or `default`. Raises ImproperlyConfigured when both are missing."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """`1 true yes on` or `0 false no off`. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; empty entries are dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str, directory: Path, *, make: bool) -> str:
    """A secret from NAME, from the file NAME_FILE points to, or from `directory`/NAME.

    With `make`, a missing one is made once (32 random bytes, base64) and kept there readable by its
    owner only. Raises ImproperlyConfigured when there is none: a server must not invent its own keys.
    """
    if value := os.environ.get(name):
        return value
    named = os.environ.get(f"{name}_FILE")
    path = Path(named) if named else directory / name
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    if not make:
        raise ImproperlyConfigured(f"{name} is not set and {name}_FILE names no file. See .env.example.")
    return _make_secret(path)


def _make_secret(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    value = base64.b64encode(os.urandom(32)).decode("ascii")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
    return value


def optional_secret(name: str) -> str:
    """A secret from NAME or from the file NAME_FILE points to; "" where neither is set."""
    named = os.environ.get(f"{name}_FILE")
    return os.environ.get(name) or (Path(named).read_text(encoding="ascii").strip() if named else "")


def keys(name: str) -> list[bytes]:
    """Keys of 32 bytes from NAME or NAME_FILE, with commas or line ends between them; none is an empty list."""
    texts = optional_secret(name).replace("\n", ",").split(",")
    return [key_bytes(name, text.strip()) for text in texts if text.strip()]


def choice(name: str, default: str, allowed: set[str]) -> str:
    value = text(name, default).lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of: {', '.join(sorted(allowed))}.")
    return value


def key_bytes(name: str, value: str) -> bytes:
    """32 bytes out of base64. Raises ImproperlyConfigured for any other length or alphabet."""
    try:
        key = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} must be 32 bytes in base64.")
    return key


def database_from_url(url: str) -> dict:
    """Django's fields from `postgresql://user:password@host:port/name?sslmode=…`.

    A socket directory goes into `?host=/run/postgresql`. Raises ImproperlyConfigured for another engine.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://; no other engine is supported.")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
