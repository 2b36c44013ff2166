"""Which provider the settings ask for."""

from django.conf import settings

from . import software
from .hardware import HardwareKeys
from .interface import KeyMissing, KeyProvider


def provider() -> KeyProvider:
    """Raises KeyMissing when the settings name no key or a provider that is none of ours."""
    kind = settings.HMS_VAULT_PROVIDER
    if kind == "file":
        return software.from_folder(settings.HMS_VAULT_KEY_DIR)
    if kind == "environment":
        return software.from_texts(settings.HMS_VAULT_KEY, settings.HMS_VAULT_KEYS_OLD)
    if kind == "pkcs11":
        return HardwareKeys(settings.HMS_HSM_MODULE, settings.HMS_HSM_TOKEN, settings.HMS_HSM_PIN, settings.HMS_HSM_KEY)
    raise KeyMissing(f"HMS_VAULT_PROVIDER is {kind!r}: file, environment or pkcs11.")
