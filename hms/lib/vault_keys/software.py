"""Master keys that this process holds itself: from files, or from the environment.

For try-outs, and for places whose secrets are handed over by systemd or an orchestrator. UIDAI asks for a hardware
module: see pkcs11.py.
"""

import base64
import binascii
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .interface import KeyMissing, Wrapped

KEY_BYTES = 32
_NONCE = 12


class SoftwareKeys:
    """AES-256-GCM under keys by label. The label is bound into what is wrapped."""

    def __init__(self, keys: dict[str, bytes], current: str):
        if current not in keys:
            raise KeyMissing("There is no master key for the Aadhaar vault.")
        self._keys, self.current = keys, current

    def wrap(self, key: bytes) -> Wrapped:
        nonce = os.urandom(_NONCE)
        blob = nonce + AESGCM(self._keys[self.current]).encrypt(nonce, key, self.current.encode())
        return Wrapped(self.current, blob)

    def unwrap(self, wrapped: Wrapped) -> bytes:
        if wrapped.label not in self._keys:
            raise KeyMissing(f"The vault's master key {wrapped.label} is not installed.")
        nonce, sealed = wrapped.blob[:_NONCE], wrapped.blob[_NONCE:]
        try:
            return AESGCM(self._keys[wrapped.label]).decrypt(nonce, sealed, wrapped.label.encode())
        except (InvalidTag, ValueError):
            raise KeyMissing(f"The vault's master key {wrapped.label} does not open what it wrapped.") from None


def from_folder(folder: Path) -> SoftwareKeys:
    """Every NAME.key (32 bytes in base64); the last by name is current: 2026-1.key, 2027-1.key."""
    keys = {path.stem: _key(path.read_text(encoding="ascii")) for path in sorted(folder.glob("*.key"))}
    return SoftwareKeys(keys, max(keys, default=""))


def from_texts(current: str, old: list[str]) -> SoftwareKeys:
    """Keys in base64; their labels are fingerprints, so the order of the old ones does not matter."""
    keys = {_fingerprint(key): key for key in map(_key, [current, *old])}
    return SoftwareKeys(keys, _fingerprint(_key(current)))


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyMissing("A master key of the vault is 32 bytes in base64.")
    return key


def _fingerprint(key: bytes) -> str:
    return "env-" + hashlib.sha256(b"hms vault key" + key).hexdigest()[:12]
