"""The Hindi catalogues: one file an app, read and written with Babel."""

import fcntl
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from hms.messages.found import APPS, Message, by_app

HEADER = """\
# Hindi for Patna HMS.
# Words as said in a clinic in Bihar, not office Hindi.
# This file is distributed under the same licence as the project."""


def path_of(app: str) -> Path:
    return settings.BASE_DIR / app / "locale" / "hi" / "LC_MESSAGES" / "django.po"


def load(app: str) -> Catalog:
    path = path_of(app)
    if not path.exists():
        return _named(Catalog(locale="hi", fuzzy=False))
    with path.open("rb") as file:
        return _named(read_po(file, locale="hi"))


def _named(catalogue: Catalog) -> Catalog:
    """Say what it is; no dates, so that two runs write the same bytes."""
    catalogue.header_comment = HEADER
    catalogue.project, catalogue.version = "patna-hms", "1"
    catalogue.msgid_bugs_address, catalogue.last_translator, catalogue.language_team = "", "Patna HMS", "Hindi"
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 23, tzinfo=UTC)
    return catalogue


def missing() -> dict[str, list[Message]]:
    """Messages without Hindi in any catalogue of ours."""
    known = set()
    for app in APPS:
        for entry in load(app):
            if entry.id and _is_done(entry):
                text = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                known.add((text, entry.context or ""))
    return {app: [m for m in messages if (m.text, m.context) not in known] for app, messages in by_app().items()}


def _is_done(entry) -> bool:
    strings = entry.string if isinstance(entry.string, (tuple, list)) else [entry.string]
    return not entry.fuzzy and all(strings) and bool(strings)


def add(app: str, pairs: Iterable[tuple[Message, list[str]]]) -> int:
    """Merge translations into the app's catalogue under a lock and compile it; the number merged."""
    path = path_of(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with (path.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalogue = load(app)
        for message, strings in pairs:
            identity = (message.text, message.plural) if message.plural else message.text
            old = catalogue.get(message.text, message.context or None)
            if old is not None:
                catalogue.delete(message.text, message.context or None)
            catalogue.add(
                identity,
                tuple(strings) if message.plural else strings[0],
                context=message.context or None,
            )
            count += 1
        _save(path, catalogue)
    return count


def _save(path: Path, catalogue: Catalog) -> None:
    catalogue.fuzzy = False
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False, ignore_obsolete=True)
    temporary.replace(path)
    compile_app(path)


def compile_app(path: Path) -> bool:
    """Write the .mo beside a .po when it is older; whether it was written."""
    compiled = path.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
        return False
    with path.open("rb") as file:
        catalogue = read_po(file, locale="hi")
    temporary = compiled.with_suffix(".mo.new")
    with temporary.open("wb") as file:
        write_mo(file, catalogue)
    temporary.replace(compiled)
    return True


def compile_all() -> int:
    """Compile every catalogue that changed; the number compiled."""
    return sum(compile_app(path_of(app)) for app in APPS if path_of(app).exists())
