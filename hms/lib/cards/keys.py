"""Public keys whose signature on a card we can check. The operator installs them; cards outlive certificates."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

SMALLEST = 2048  # bits
ENDINGS = {".cer", ".crt", ".pem", ".der"}


@dataclass(frozen=True)
class TrustedKey:
    """`label` names the key in answers and the audit; `until` is when its certificate ended, None for a bare key."""

    label: str
    file: str
    until: date | None
    public: rsa.RSAPublicKey = field(repr=False)


def load_keys(folder: Path) -> tuple[list[TrustedKey], list[str]]:
    """Every key in `folder` by file name, and the files that hold none. No folder is no keys."""
    keys, unreadable = [], []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix.lower() not in ENDINGS:
            continue
        try:
            keys.append(read_key(path.read_bytes(), path.name))
        except (ValueError, OSError):
            unreadable.append(path.name)
    return keys, unreadable


def read_key(data: bytes, file: str) -> TrustedKey:
    """A certificate or public key, PEM or DER, expired or not. Raises ValueError for anything but RSA of 2048 bits."""
    certificate = _certificate(data)
    if certificate is None:
        pem = data.lstrip().startswith(b"-----")
        public = serialization.load_pem_public_key(data) if pem else serialization.load_der_public_key(data)
        label, until = Path(file).stem, None
    else:
        public = certificate.public_key()
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        until = certificate.not_valid_after_utc.date()
        label = f"{names[0].value if names else Path(file).stem} ({until:%Y})"
    if not isinstance(public, rsa.RSAPublicKey) or public.key_size < SMALLEST:
        raise ValueError("not an RSA key of 2048 bits or more")
    return TrustedKey(label, file, until, public)


def signer(signed: bytes, signature: bytes, keys) -> TrustedKey | None:
    """The key that made the signature. None says nothing about the card: the key may not be installed."""
    for key in keys:
        try:
            key.public.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            continue
        return key
    return None


def _certificate(data: bytes) -> x509.Certificate | None:
    try:
        if b"-----BEGIN CERTIFICATE" in data:
            return x509.load_pem_x509_certificate(data)
        return None if b"-----BEGIN" in data else x509.load_der_x509_certificate(data)
    except ValueError:
        return None
