"""An existing register: choose, match, look, run, answer, correct."""

from registration.views.importing.answering import ImportLikely
from registration.views.importing.choosing import ImportColumns, Imports
from registration.views.importing.running import ImportRefused, ImportRun

__all__ = ["ImportColumns", "ImportLikely", "ImportRefused", "ImportRun", "Imports"]
