"""What makes a report provable: the hash of its content, the hash of its bytes, and the token in its QR. Pure."""

import hashlib
import json
import secrets

TOKEN_BYTES = 16


def new_token() -> str:
    """128 bits. Only its hash is stored; it stands on the paper and nowhere else."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def content_hash(content: dict) -> str:
    """SHA-256 of the content in one fixed spelling, so that the printed code can be computed again."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_genuine(report) -> bool:
    """Whether the stored bytes and the frozen content are what was stored on the day of the release."""
    pdf = bytes(report.pdf)
    return (
        len(pdf) == report.size
        and hashlib.sha256(pdf).hexdigest() == report.sha256
        and content_hash(report.content) == report.content_sha256
    )
