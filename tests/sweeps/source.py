"""Our own source files, as the sweeps read them."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

APPS = ("centres", "registration", "labs", "opd")  # each may use those before it
ROOT: Path = settings.BASE_DIR


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the product by dotted name, without migrations and tests."""
    return {dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in python_files()}


def python_files() -> list[Path]:
    return sorted(
        path
        for top in (*APPS, "hms")
        for path in (ROOT / top).rglob("*.py")
        if "migrations" not in path.relative_to(ROOT).parts
    )


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".svg", ".txt"})


def layer(name: str) -> int | None:
    """How high a module stands: hms.lib 0, centres 1 … opd 4, the rest of hms 5; None for others' packages."""
    top = name.split(".")[0]
    if top in APPS:
        return APPS.index(top) + 1
    if name == "hms.lib" or name.startswith("hms.lib."):
        return 0
    return 5 if top == "hms" else None


def actions() -> dict[str, list[str]]:
    """Audit actions written in the code, by action: where. An f-string gives its fixed beginning and a star."""
    found: dict[str, list[str]] = {}
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _called(node) in {"record", "Entry"}:
                for action in _texts(node.args[0], tree):
                    found.setdefault(action, []).append(f"{name}:{node.lineno}")
    return found


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _texts(node: ast.expr, tree: ast.Module) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, tree), *_texts(node.orelse, tree)]
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return [f"{node.values[0].value}*"]
    if isinstance(node, ast.Name):  # what the module puts into that name
        return [text for value in _values_of(node.id, tree) for text in _texts(value, tree)]
    return []


def _values_of(name: str, tree: ast.Module) -> list[ast.expr]:
    """What is assigned to `name`, or handed to the module's own functions that call their parameter so."""
    values = [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign) and any(getattr(to, "id", "") == name for to in one.targets)
    ]
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        names = [argument.arg for argument in function.args.args]
        if name not in names:
            continue
        place = names.index(name)
        calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and _called(one) == function.name]
        values += [call.args[place] for call in calls if len(call.args) > place]
    return values
