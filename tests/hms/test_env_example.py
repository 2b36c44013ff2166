"""Whoever installs this finds every setting in one place."""

import re

from hms.database.place import CHECKOUT

READ = re.compile(r"""(?:env\.\w+\(\s*|os\.environ(?:\.get\(|\.setdefault\(|\[))["']([A-Z_]+)["']""")
FROM_FILES = (
    "SECRET_KEY HMS_INDEX_KEY HMS_SEAL_KEY HMS_INDEX_KEYS_OLD HMS_INDEX_KEY_NEXT HMS_VAULT_KEY HMS_HSM_PIN".split()  # noqa: SIM905
)
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def names_read():
    code = [
        path for app in ("hms", "centres", "registration", "labs", "opd") for path in CHECKOUT.glob(f"{app}/**/*.py")
    ]
    return {name for path in code for name in READ.findall(path.read_text(encoding="utf-8"))} - NOT_OURS


def names_asked_for_by_compose():
    return set(re.findall(r"\$\{([A-Z_]+)", (CHECKOUT / "compose.yaml").read_text()))


def names_in_the_example():
    return set(re.findall(r"^([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_name_read_is_in_the_example():
    assert "SECRET_KEY" in names_read()
    assert sorted((names_read() | names_asked_for_by_compose()) - names_in_the_example()) == []


def test_the_example_holds_no_name_nobody_reads():
    of_files = {f"{name}_FILE" for name in FROM_FILES}

    assert sorted(names_in_the_example() - names_read() - names_asked_for_by_compose() - of_files) == []


def test_the_example_holds_no_secret():
    text = (CHECKOUT / ".env.example").read_text(encoding="utf-8")

    assert re.findall(r"^\w*(?:KEY|PASSWORD|SECRET\w*)=(.+)$", text, re.MULTILINE) == []
