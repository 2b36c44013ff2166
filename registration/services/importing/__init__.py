"""An existing register, from the chosen file to the last answer."""

from registration.services.importing.answering import answer
from registration.services.importing.choosing import choose, match_columns, start, stop
from registration.services.importing.forgetting import forget_old
from registration.services.importing.running import work

__all__ = ["answer", "choose", "forget_old", "match_columns", "start", "stop", "work"]
