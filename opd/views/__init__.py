"""Request to answer. A file per object."""
