"""The Aadhaar vault: the only place where whole numbers are kept, and only in the mode VAULT (ADR 0012).

    vault.put(number) -> UUID        a random reference; the same number twice gives two
    vault.read(reference) -> str     raises NotInVault
    vault.forget(references)         for good

A schema of its own, no model, no foreign key from elsewhere: nothing that lists, exports or copies tables by their
models comes here. Who may read is the caller's business (services.reveal_aadhaar is the only one who does).
"""

from registration.vault.data_keys import drop_unused
from registration.vault.keeping import NotInVault, forget, put, read
from registration.vault.rotating import left, rewrap, rotate_some, start_rotation

__all__ = ["NotInVault", "drop_unused", "forget", "left", "put", "read", "rewrap", "rotate_some", "start_rotation"]
