"""The master key in a hardware module (PKCS#11): it is made there and never leaves it.

Uses python-pkcs11 where it is installed (extra "hsm" of pyproject.toml). Data keys are encrypted inside the module with
AES-GCM under a named 256-bit key. Tried with SoftHSM 2; a department's own module needs a rehearsal with its vendor.
"""

import os
from contextlib import contextmanager
from threading import RLock

from .interface import KeyMissing, Wrapped

_NONCE = 12
_one_at_a_time = RLock()  # many modules allow one sign-in per process


class HardwareKeys:
    """`current` is the CKA_LABEL of the key that wraps; older labels stay in the token and unwrap."""

    def __init__(self, module: str, token: str, pin: str, current: str):
        self.current = current
        self._module, self._token, self._pin = module, token, pin

    def wrap(self, key: bytes) -> Wrapped:
        nonce = os.urandom(_NONCE)
        with self._key(self.current) as master:
            sealed = master.encrypt(key, mechanism=_gcm(), mechanism_param=_parameters(nonce, self.current))
        return Wrapped(self.current, nonce + bytes(sealed))

    def unwrap(self, wrapped: Wrapped) -> bytes:
        nonce, sealed = wrapped.blob[:_NONCE], wrapped.blob[_NONCE:]
        with self._key(wrapped.label) as master:
            return bytes(master.decrypt(sealed, mechanism=_gcm(), mechanism_param=_parameters(nonce, wrapped.label)))

    def make(self, label: str) -> None:
        """A new master key inside the token, not to be taken out."""
        import pkcs11

        with self._session(rw=True) as session:
            session.generate_key(
                pkcs11.KeyType.AES,
                256,
                label=label,
                store=True,
                template={pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False},
            )

    @contextmanager
    def _key(self, label: str):
        import pkcs11

        with self._session() as session:
            try:
                yield session.get_key(object_class=pkcs11.ObjectClass.SECRET_KEY, label=label)
            except pkcs11.exceptions.NoSuchKey:
                raise KeyMissing(f"The token has no key called {label}.") from None
            except pkcs11.exceptions.PKCS11Error as error:
                raise KeyMissing(f"The hardware module refused: {type(error).__name__}.") from None

    @contextmanager
    def _session(self, **kind):
        try:
            import pkcs11
        except ImportError:
            raise KeyMissing("python-pkcs11 is not installed: pip install 'patna-hms[hsm]'.") from None
        with _one_at_a_time:
            try:
                token = pkcs11.lib(self._module).get_token(token_label=self._token)
                session = token.open(user_pin=self._pin, **kind)
            except (pkcs11.exceptions.PKCS11Error, RuntimeError) as error:
                raise KeyMissing(f"The hardware module cannot be opened: {type(error).__name__}.") from None
            with session:
                yield session


def _gcm():
    import pkcs11

    return pkcs11.Mechanism.AES_GCM


def _parameters(nonce: bytes, label: str):
    import pkcs11

    return pkcs11.GCMParams(nonce, label.encode(), 128)
