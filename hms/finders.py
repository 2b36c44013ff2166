"""Static files that come with packages: Bootstrap's one style sheet and its map, nothing else of it."""

from pathlib import Path

import bootstrap_wrapper
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

WANTED = ("bootstrap.min.css", "bootstrap.min.css.map")


class BootstrapFinder(BaseFinder):
    """`{% static "bootstrap/bootstrap.min.css" %}`. The wheel holds 30 more sheets that nobody asks for."""

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=bootstrap_wrapper.get_bootstrap_css_dir())
        self.storage.prefix = "bootstrap"

    def find(self, path, find_all=False, **kwargs):
        folder, _, name = path.partition("/")
        found = self.storage.path(name) if folder == "bootstrap" and name in WANTED else None
        if find_all:
            return [found] if found else []
        return found if found and Path(found).exists() else []

    def list(self, ignore_patterns):
        for name in WANTED:
            yield name, self.storage
