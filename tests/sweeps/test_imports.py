"""Imports and relations point one way: hms.lib ← centres ← registration ← labs ← opd ← hms."""

import ast

import pytest
from django.apps import apps

from tests.sweeps import source


def imported(name, tree, path_is_package):
    """Every module that a module imports, as (dotted name, line); the bare package `hms` says nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = name.split(".") if path_is_package else name.split(".")[:-1]
                parents = parents[: len(parents) - node.level + 1]
                base = ".".join([*parents, *filter(None, [node.module])])
            if base != "hms":
                yield base, node.lineno
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize("name", sorted(source.modules()))
def test_a_module_imports_only_from_below(name):
    own = source.layer(name)
    is_package = (source.ROOT / name.replace(".", "/")).is_dir()

    upward = [
        f"line {line}: {other}"
        for other, line in imported(name, source.modules()[name], is_package)
        if (theirs := source.layer(other)) is not None and theirs > own
    ]

    assert upward == [], f"{name} reaches up; send a signal instead"


def test_relations_of_models_point_down():
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_models()
        if (own := source.layer(model.__module__)) is not None
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and (theirs := source.layer(field.related_model.__module__)) is not None
        if theirs > own
    ]

    assert upward == []
