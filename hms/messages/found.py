"""Every string marked for translation, by reading the code and the templates."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("centres", "registration", "labs", "opd", "hms")
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}


@dataclass(frozen=True, order=True)
class Message:
    """One string as written in the source. `plural` and `context` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""
    where: str = field(default="", compare=False)


def by_app() -> dict[str, list[Message]]:
    """Messages of each app: its own modules and `templates/<app>/`; everything else belongs to hms."""
    found = defaultdict(set)
    for path in sorted(settings.BASE_DIR.glob("*/**/*.py")):
        part = path.relative_to(settings.BASE_DIR).parts
        if part[0] in APPS and "migrations" not in part:
            found[part[0]].update(in_python(path.read_text(encoding="utf-8"), str(path.relative_to(settings.BASE_DIR))))
    for path in sorted((settings.BASE_DIR / "templates").rglob("*")):
        if path.is_file() and path.suffix in {".html", ".txt"}:
            app = path.relative_to(settings.BASE_DIR).parts[1]
            found[app if app in APPS else "hms"].update(in_template(path))
    return {app: sorted(found[app]) for app in APPS}


_CALL = re.compile(r"\b(?:n?p?gettext|_)\(")
_STRING = re.compile(r"""(?s)(?:\b[urb]+)?(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")


def in_template(path: Path) -> Iterator[Message]:
    """Django turns the marked parts of a template into calls; read those calls."""
    where = str(path.relative_to(settings.BASE_DIR))
    source = templatize(path.read_text(encoding="utf-8"), origin=where)
    for call in _CALL.finditer(source):
        yield from in_python(source[call.start() : _end(source, call.end())], where, quiet=True)


def _end(source: str, at: int) -> int:
    """Behind the bracket that closes a call; brackets in its strings count for nothing."""
    depth = 1
    while depth and at < len(source):
        if string := _STRING.match(source, at):
            at = string.end()
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
    return at


def in_python(source: str, where: str, *, quiet: bool = False) -> Iterator[Message]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        if quiet:
            return
        raise
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (message := _message(node, where)):
            yield message


def _message(node: ast.Call, where: str) -> Message | None:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name in SINGULAR and words:
        return Message(words[0], where=where)
    if name in PLURAL and len(words) >= 2:
        return Message(words[0], words[1], where=where)
    if name in CONTEXT and len(words) >= 2:
        return Message(words[1], context=words[0], where=where)
    return None
