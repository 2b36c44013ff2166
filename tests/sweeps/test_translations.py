"""Every string has Hindi that fits: not fuzzy, same placeholders, same marks."""

import re

import pytest

from centres import audit_words
from hms.messages import catalogue
from hms.messages.found import APPS, by_app
from tests.sweeps import source

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# The same in Hindi: names of things on keys and paper.
LATIN_IS_FINE = re.compile(r"[\u0900-\u097F]|^[^A-Za-z]*$")


@pytest.fixture(scope="module")
def missing():
    """Read once: it goes through every file."""
    return catalogue.missing()


@pytest.mark.parametrize("app", APPS)
def test_every_string_has_hindi(app, missing):
    missing = [f"{message.text!r} ({message.where})" for message in missing[app]]

    assert missing == [], "manage.py messages --add " + app


def hindi(app):
    for entry in catalogue.load(app):
        if entry.id:
            sources = entry.id if isinstance(entry.id, tuple) else (entry.id,)
            targets = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
            yield sources, targets


@pytest.mark.parametrize("app", APPS)
def test_placeholders_are_the_same(app):
    """The form for exactly one may leave its number out: "once" for "%(times)s times"."""
    different = [
        (sources[-1], target)
        for sources, targets in hindi(app)
        for place, target in enumerate(targets)
        if (found := set(PLACEHOLDER.findall(target))) != (wanted := set(PLACEHOLDER.findall(sources[-1])))
        if target and not (found < wanted and len(targets) > 1 and place == 0)
    ]

    assert different == []


@pytest.mark.parametrize("app", APPS)
def test_digits_are_latin(app):
    assert [targets for _sources, targets in hindi(app) if re.search("[०-९]", "".join(targets))] == []


@pytest.mark.parametrize("app", APPS)
def test_hindi_is_hindi(app):
    """A translation without one Devanagari letter was probably forgotten, unless English has few letters too."""
    english = [
        (sources[0], targets[0])
        for sources, targets in hindi(app)
        if len(re.findall(r"[a-z]{3,}", sources[0])) >= 3 and not LATIN_IS_FINE.search(targets[0])
    ]

    assert english == []


def test_one_string_has_one_hindi_within_an_app():
    """Babel keeps one entry a string; two apps may say it differently, but each says it once."""
    for app in APPS:
        ids = [
            (entry.id if isinstance(entry.id, str) else entry.id[0], entry.context)
            for entry in catalogue.load(app)
            if entry.id
        ]
        assert len(ids) == len(set(ids))


def test_one_string_has_one_hindi_across_apps():
    """Django merges all catalogues into one: two translations of one string means that one of them never shows."""
    seen, different = {}, []
    for app in APPS:
        for entry in catalogue.load(app):
            if entry.id:
                key = (str(entry.id), entry.context)
                if key in seen and seen[key][1] != entry.string:
                    different.append(f"{entry.id!r}: {seen[key][0]} says {seen[key][1]!r}, {app} says {entry.string!r}")
                seen.setdefault(key, (app, entry.string))

    assert different == []


def test_there_is_much_to_say():
    assert sum(map(len, by_app().values())) > 300


def test_every_audit_action_has_words():
    known = audit_words.words()
    silent = {
        action: where
        for action, where in source.actions().items()
        if not (action in known or (action.endswith("*") and any(one.startswith(action[:-1]) for one in known)))
    }

    assert silent == {}, "add a sentence to <app>/audit_words.py"


def test_every_audit_word_is_spoken():
    """A sentence for an action that no code writes is a leftover, unless an f-string makes it."""
    written = source.actions()
    stars = tuple(action[:-1] for action in written if action.endswith("*"))

    assert [action for action in audit_words.words() if action not in written and not action.startswith(stars)] == []
