"""Bearer tokens: whoever holds one may knock, so only their hash is kept."""

import hashlib
import secrets


def new_token() -> str:
    """22 URL-safe letters, 128 random bits. Give it away once; store token_hash()."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """SHA-256 as 64 hex digits. Plain is enough: 128 random bits cannot be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()
