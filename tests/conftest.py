"""What every test starts from: cheap hashing, plain static files, Hindi, and people signed in at a centre."""

import threading
import time

import pgtrigger
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from hms.lib import fonts
from hms.messages import catalogue
from tests import prepared
from tests.browser import _browser, _driver, chromium  # noqa: F401 - fixtures, found here by name

TEST_KEY = bytes(range(32))


def pytest_addoption(parser):
    parser.addoption(
        "--leaks", action="store_true", help="dump the database after each test and look for Aadhaar numbers"
    )


def pytest_collection_modifyitems(items):
    """Tests in a browser mostly wait for a hand that types: spread among those that keep a processor busy."""
    waiting = [item for item in items if "chromium" in item.fixturenames]
    for item in waiting:
        item.add_marker("browser")
    busy = [item for item in items if "chromium" not in item.fixturenames]
    if waiting and busy:
        places = {index * len(items) // len(waiting): item for index, item in enumerate(waiting)}
        rest = iter(busy)
        items[:] = [places.get(index) or next(rest) for index in range(len(items))]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """No page, log line or, with --leaks, row holds an Aadhaar number (tests/leaks.py)."""
    from tests import leaks

    leaks.Handler.seen.clear()
    answer = yield
    assert leaks.Handler.seen == [], "an Aadhaar number in the log"
    if item.config.getoption("--leaks"):
        leaks.after_test(item)
    return answer


def pytest_configure(config):
    """Before Django is set up. Keys are fixed so that a failing test fails again."""
    config.addinivalue_line("markers", "plants_a_number: puts an Aadhaar number into a table on purpose (--leaks)")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)  # threads of a test close their own connections
    settings.WHITENOISE_AUTOREFRESH = True  # looks a file up when asked for it, not all of them for every new client
    settings.SECRET_KEY = "only-for-tests-" + "k" * 40
    settings.HMS_INDEX_KEY = TEST_KEY
    settings.HMS_SEAL_KEY = TEST_KEY[::-1]
    settings.DEMO = False
    settings.MIDDLEWARE = ["tests.leaks.Watch", *settings.MIDDLEWARE]
    settings.LOGGING["handlers"]["leaks"] = {"class": "tests.leaks.Handler", "filters": ["redact"], "formatter": "line"}
    settings.LOGGING["root"]["handlers"].append("leaks")
    catalogue.compile_all()


def _empty(_case):
    """After a test that really commits: delete the rows of every table that has any, here also where that is refused.

    Foreign keys are checked at the commit, so the order does not matter. Truncating all tables takes far longer. A
    server of this test may still be answering its last request: then once more, until a round finds nothing.
    """
    for _second in range(20):
        try:
            if not _emptied():
                return
        except (IntegrityError, OperationalError):
            time.sleep(0.25)
    raise AssertionError("something goes on writing after its test")


def _emptied() -> list[str]:
    """The tables that had rows."""
    kept = {"django_content_type", "auth_permission", "django_migrations"}
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept)
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked)
        full = [table for (table,) in cursor.fetchall()]
        for table in full:
            cursor.execute(f'DELETE FROM "{table}"')
    return full


TransactionTestCase._fixture_teardown = _empty


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """The test database is a copy of one that has been migrated before."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = prepared.template()


@pytest.fixture(autouse=True)
def _hindi_and_clean():
    """The product speaks Hindi unless told otherwise, in tests too."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def english(settings):
    """Everything in this test is in English: services called directly, and pages of people signed in after it."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def paper_fonts():
    """The fonts that paper is printed with; made once for the machine."""
    fonts.make(settings.FONTS_DIR)
    return settings.FONTS_DIR


@pytest.fixture
def centre(db):
    """One UPHC with a general OPD. Everybody below works here."""
    from tests.centres.factories import CentreFactory, DepartmentFactory

    centre = CentreFactory(code="UPHC-02", short_code="YRP", name_en="UPHC Yarpur", name_hi="शहरी प्रा० स्वा० केंद्र, यारपुर")
    DepartmentFactory(centre=centre)
    return centre


@pytest.fixture
def office(db):
    """The Civil Surgeon's office, where administrators and district officers belong."""
    from tests.centres.factories import OfficeFactory

    return OfficeFactory()


def _worker_fixture(role, at):
    from tests.centres.signing import Worker

    def worker(request):
        return Worker.at(request.getfixturevalue(at), role)

    return pytest.fixture(worker, name=role)


# `clerk.client.get(…)`, `clerk.user`, `clerk.centre`, `clerk.url("registration:counter")`
clerk = _worker_fixture("clerk", "centre")
nurse = _worker_fixture("nurse", "centre")
doctor = _worker_fixture("doctor", "centre")
lab_technician = _worker_fixture("lab_technician", "centre")
pharmacist = _worker_fixture("pharmacist", "centre")
in_charge = _worker_fixture("in_charge", "centre")
district_officer = _worker_fixture("district_officer", "office")
administrator = _worker_fixture("administrator", "office")


@pytest.fixture
def in_threads():
    """Run calls at the same moment, each on a connection of its own; needs `@pytest.mark.django_db(transaction=True)`.

    Returns what each returned, or the exception it raised, in order.
    """

    def run(*calls):
        start, answers = threading.Barrier(len(calls)), [None] * len(calls)

        def work(index, call):
            start.wait(10)
            try:
                answers[index] = call()
            except Exception as error:
                answers[index] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return answers

    return run
