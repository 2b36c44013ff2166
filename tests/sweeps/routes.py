"""Every address of the product, as the sweeps walk them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Route:
    """One URL pattern: its full name, the names of its parts, its view class or function."""

    name: str
    parts: tuple[str, ...]
    view: object

    @property
    def id(self) -> str:
        return f"{self.name}@{'+'.join(self.parts)}" if self.parts else self.name

    def has(self, method: str) -> bool:
        return not hasattr(self.view, "http_method_names") or (
            method in self.view.http_method_names and hasattr(self.view, method)
        )


def routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda route: route.id)


def _walk(patterns, prefix, parts) -> Iterator[Route]:
    for one in patterns:
        here = (*parts, *one.pattern.converters)
        if isinstance(one, URLPattern):
            assert one.name, f"{one.pattern} has no name"
            yield Route(f"{prefix}{one.name}", here, getattr(one.callback, "view_class", one.callback))
        else:
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from _walk(one.url_patterns, inner, here)
