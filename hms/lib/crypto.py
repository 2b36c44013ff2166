"""Keys at work: the Aadhaar index, sealed blobs, and values signed for one purpose and one owner."""

import hmac
import json
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured

from hms.lib.ids import parse_aadhaar

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"


class SealBroken(Exception):
    """The blob was changed, cut, sealed with another key or meant for another context."""


class BadSignature(Exception):
    """The value was changed, is too old, or was signed for another purpose or owner."""


class AadhaarIndex:
    """Finds a person by Aadhaar number without keeping the number.

    HMAC-SHA-256 under a key derived by HKDF from the master key and `version`. Rotate by filling the index of
    the next version over this one (AadhaarRing). The master key stays out of the database and its backups: with it, the
    8 × 10¹¹ possible numbers can be tried one by one.
    """

    def __init__(self, master_key: bytes, version: int = 1):
        self.version = version
        self._key = _derived(master_key, f"hms aadhaar index v{version}")

    def digest(self, number: str) -> bytes:
        """32 bytes to store and look up. Raises InvalidId unless `number` can be an Aadhaar number."""
        return hmac.digest(self._key, parse_aadhaar(number).encode(), "sha256")

    def over(self, digest: bytes) -> bytes:
        """The index of an index: what a row under the key before becomes under this one."""
        return hmac.digest(self._key, bytes(digest), "sha256")

    def matches(self, number: str, digest: bytes) -> bool:
        """In constant time."""
        return hmac.compare_digest(self.digest(number), bytes(digest))


class AadhaarRing:
    """The index under several keys in a row, so that keys can change while people are found.

    Each further version is an AadhaarIndex over the digest before it: the number is not kept, so a row can only be
    raised, never computed anew. Whoever learns an older key and the rows still lacks the newest one. `current` is the
    place of the key that new rows are written under; keys behind it are only searched with, so that several processes
    can take up a new key one after the other.
    """

    def __init__(self, masters: list[bytes], current: int):
        self.version = current + 1
        self._layers = [AadhaarIndex(master, place) for place, master in enumerate(masters, 1)]

    def digests(self, number: str) -> list[bytes]:
        """One for each key, the oldest first. Raises InvalidId."""
        found = [self._layers[0].digest(number)]
        for layer in self._layers[1:]:
            found.append(layer.over(found[-1]))
        return found

    def digest(self, number: str) -> bytes:
        """What a new row holds. Raises InvalidId."""
        return self.digests(number)[self.version - 1]

    def raised(self, digest: bytes, version: int) -> bytes:
        """The digest of `version` under the current key."""
        for layer in self._layers[version : self.version]:
            digest = layer.over(digest)
        return digest


class Sealer:
    """Encrypts small JSON values with AES-256-GCM. `context` says where a blob belongs, such as "draft:71".

    A blob opened under another context is refused, so one row's blob cannot be moved to another row.
    """

    def __init__(self, key: bytes):
        self._cipher = AESGCM(_derived(key, "hms seal v1"))

    def seal(self, value, context: str) -> bytes:
        """Raises TypeError for what JSON cannot hold."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        nonce = os.urandom(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, plain, _FORMAT + context.encode())

    def open(self, blob: bytes, context: str):
        """Raises SealBroken."""
        blob = bytes(blob)
        nonce, sealed = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
        if blob[:1] != _FORMAT or len(nonce) < _NONCE_BYTES:
            raise SealBroken("not a sealed value")
        try:
            return json.loads(self._cipher.decrypt(nonce, sealed, _FORMAT + context.encode()))
        except InvalidTag:
            raise SealBroken("changed, or sealed for something else") from None


def aadhaar_index() -> AadhaarRing:
    """The index under settings.HMS_INDEX_KEY, with the keys before it and the one to come."""
    old, new = settings.HMS_INDEX_KEYS_OLD, settings.HMS_INDEX_KEY_NEXT
    return AadhaarRing([*old, _key("HMS_INDEX_KEY"), *([new] if new else [])], len(old))


def sealer() -> Sealer:
    """The sealer under settings.HMS_SEAL_KEY."""
    return Sealer(_key("HMS_SEAL_KEY"))


def sign(value: str, *, purpose: str, owner: object) -> str:
    """`value` readable but unchangeable, good for one purpose and one owner only."""
    return signing.TimestampSigner(salt=_salt(purpose, owner)).sign(value)


def read_signed(signed: str, *, purpose: str, owner: object, max_age: int | None = None) -> str:
    """The value again. `max_age` in seconds; None means for ever. Raises BadSignature."""
    try:
        return signing.TimestampSigner(salt=_salt(purpose, owner)).unsign(signed, max_age=max_age)
    except signing.BadSignature:
        raise BadSignature(f"not signed for this {purpose}") from None


def sign_idempotency(user_id: int, key: uuid.UUID | None = None) -> str:
    """A key for one form shown to one person, fresh unless given; a repeated post carries the same one."""
    return sign(f"{user_id}.{(key or uuid.uuid4()).hex}", purpose="idempotency", owner="form")


def read_idempotency(token: str, user_id: int) -> uuid.UUID:
    """Raises BadSignature when it was not given to this person."""
    owner, key = _idempotency(token)
    if owner != user_id:
        raise BadSignature("given to somebody else")
    return key


def idempotency_of(token: str) -> tuple[int, uuid.UUID] | None:
    """Whose form this was, and its key, also when nobody is signed in any more; None when we did not sign it."""
    try:
        return _idempotency(token)
    except BadSignature:
        return None


def _idempotency(token: str) -> tuple[int, uuid.UUID]:
    owner, _, key = read_signed(token, purpose="idempotency", owner="form").partition(".")
    return int(owner), uuid.UUID(key)


def _salt(purpose: str, owner: object) -> str:
    if ":" in purpose:
        raise ValueError("a purpose has no colon, so that no owner can imitate another purpose")
    return f"hms.{purpose}:{owner}"


def _derived(master: bytes, label: str) -> bytes:
    if len(master) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=label.encode()).derive(master)


def _key(name: str) -> bytes:
    key = getattr(settings, name, None)
    if not isinstance(key, bytes) or len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} must be set to {KEY_BYTES} bytes.")
    return key
