"""Delete a cluster for good: only ever on the word of a person."""

import shutil

from hms.database import server
from hms.database.place import SYSTEM_HOME, Place
from hms.database.programs import DatabaseError


def destroy(place: Place) -> None:
    """Stop it and delete its home, socket directory and record. Raises when the home is not one we made."""
    if not (place.home.is_relative_to(place.var) or place.home.parent == SYSTEM_HOME):
        raise DatabaseError(f"{place.record} names {place.home}, which is not a place this program makes.")
    server.stop(place)
    for directory in (place.socket, place.home):
        if directory.exists():
            shutil.rmtree(directory)
    place.record.unlink(missing_ok=True)
