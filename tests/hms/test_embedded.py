"""The database manager, on clusters of its own in temporary places."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from hms.database import backup, cluster, destroy, grants, server
from hms.database.place import SOCKET_LIMIT, SOCKET_NAME, SYSTEM_HOME, SYSTEM_USER, Place
from hms.database.programs import DatabaseError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="peer sign-in as tested here is Linux's")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A started cluster; deleted afterwards."""
    place = Place.find(tmp_path_factory.mktemp("checkout") / "var")
    server.start(place, say=lambda line: None)
    yield place
    destroy.destroy(place)


def value(place, statement, *args):
    with server.connect(place) as connection:
        return connection.execute(statement, args).fetchone()[0]


def log(place):
    return "".join(path.read_text() for path in place.logs.iterdir())


def kill_server(place):
    """kill -9 on the server itself: the parent of the process that answers us."""
    with server.connect(place) as connection:
        backend = Path("/proc", str(connection.info.backend_pid), "stat").read_text()
    os.kill(int(backend.rsplit(")", 1)[1].split()[1]), signal.SIGKILL)
    while server.state(place) != server.STOPPED:
        time.sleep(0.01)


def test_a_new_database_sees_devanagari(place):
    with server.connect(place) as connection:
        connection.execute("create extension if not exists pg_trgm")

    assert value(place, "select show_trgm('क') <> '{}'") is True
    assert float(value(place, "select similarity('सुनीता देवी', 'सुनिता देवी')")) >= 0.6


def test_data_is_checked_and_commits_are_kept(place):
    settings = "data_checksums", "synchronous_commit", "fsync", "full_page_writes"

    assert [value(place, "select current_setting(%s)", name) for name in settings] == ["on"] * 4


def test_the_application_owns_its_database_and_nothing_more(place):
    rights = "select (rolsuper, rolcreatedb, rolcreaterole)::text from pg_roles where rolname = current_user"
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"

    assert value(place, rights) == "(f,t,f)"
    assert value(place, owner) == "hms"


def test_nobody_can_reach_it_over_the_network(place):
    assert value(place, "select current_setting('listen_addresses')") == ""


def test_no_other_user_can_reach_files_or_socket(place):
    for directory in (place.home, place.data, place.logs, place.socket):
        status = directory.stat()
        assert stat.S_IMODE(status.st_mode) == 0o700
        assert pwd.getpwuid(status.st_uid).pw_name == place.user


def test_values_never_reach_the_log(place):
    with server.connect(place) as connection:
        connection.execute("create temporary table person (phone text primary key, age int check (age > 0))")
        connection.execute("insert into person values ('9876500001', 3)")
        for bad in [
            "insert into person values ('9876500001', 4)",  # DETAIL: Key (phone)=(9876500001) …
            "insert into person values ('9876500001x', -1)",  # DETAIL: Failing row contains …
            "select '9876500001y'::int",  # the ERROR line itself
            "selekt '9876500001'",  # STATEMENT
        ]:
            with pytest.raises(psycopg.Error):
                connection.execute(bad)

    assert "database system is ready" in log(place)
    assert "9876500001" not in log(place)


def test_a_second_start_leaves_the_first_alone(place):
    before = value(place, "select pg_postmaster_start_time()")

    assert server.start(place) is False
    assert value(place, "select pg_postmaster_start_time()") == before


def test_two_starts_at_once_make_one_server(tmp_path):
    environment = {**os.environ, "HMS_VAR_DIR": str(tmp_path / "var")}
    command = [sys.executable, "-m", "hms.database", "start"]
    runs = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = sorted(run.communicate(timeout=120)[0].split(":")[0] for run in runs)
    destroy.destroy(Place.find(tmp_path / "var"))

    assert said == ["database already running", "database already running", "database started"]


def test_it_starts_again_after_kill_9_and_keeps_what_was_committed(place):
    with server.connect(place) as connection:
        connection.execute("create table if not exists kept (word text)")
        connection.execute("insert into kept values ('पर्चा')")

    kill_server(place)

    assert server.start(place, say=lambda line: None) is True
    assert value(place, "select word from kept") == "पर्चा"


def test_a_pid_file_of_another_process_is_not_believed(place):
    server.stop(place)
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        lines = [
            str(bystander.pid),
            str(place.data),
            str(int(time.time())),
            place.PORT,
            str(place.socket),
            "",
            "",
        ]
        pid_file = place.data / "postmaster.pid"
        pid_file.write_text("\n".join(lines))
        shutil.chown(pid_file, place.user)

        assert server.state(place) == server.STOPPED
        assert server.stop(place) is False
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()
    assert server.start(place, say=lambda line: None) is True


def test_stop_then_status_then_start(place):
    assert server.stop(place) is True
    assert server.state(place) == server.STOPPED
    assert server.start(place) is True
    assert server.state(place) == server.RUNNING


def test_a_backup_restores_and_the_database_before_is_kept(place, tmp_path):
    with server.connect(place) as connection:
        connection.execute("create table ward (name text)")
        connection.execute("insert into ward values ('कंकड़बाग')")
    backup.take(place, tmp_path / "hms.dump")
    with server.connect(place) as connection:
        connection.execute("update ward set name = 'lost'")

    kept = backup.restore(place, tmp_path / "hms.dump")

    assert stat.S_IMODE((tmp_path / "hms.dump").stat().st_mode) == 0o600
    assert value(place, "select name from ward") == "कंकड़बाग"
    with server.connect(place, kept) as before:
        assert before.execute("select name from ward").fetchone() == ("lost",)


def test_a_damaged_backup_changes_nothing(place, tmp_path):
    (tmp_path / "bad.dump").write_bytes(b"PGDMP damaged")
    with server.connect(place) as connection:
        connection.execute("create table if not exists stays (n int)")

    with pytest.raises(DatabaseError, match="pg_restore"):
        backup.restore(place, tmp_path / "bad.dump")

    assert value(place, "select count(*) from stays") == 0


def test_a_deep_checkout_gets_a_socket_path_that_fits():
    deep = Path("/srv") / ("गहरा" * 15) / "var"
    place = Place(deep, deep / "postgres", pwd.getpwuid(os.geteuid()).pw_name)

    assert len(os.fsencode(place.socket / SOCKET_NAME)) <= SOCKET_LIMIT
    assert str(place.socket).startswith("/tmp/patna-hms-")


def test_a_comma_in_the_path_does_not_become_two_hosts(tmp_path):
    odd = tmp_path / "a,b" / "var"

    assert "," not in str(Place(odd, odd / "postgres", pwd.getpwuid(os.geteuid()).pw_name).socket)


def test_a_moved_checkout_keeps_its_database_and_a_copy_gets_its_own(tmp_path):
    old, new, copy = tmp_path / "old", tmp_path / "new", tmp_path / "copy"
    old.mkdir()
    place = Place(old, SYSTEM_HOME / "0123456789ab", SYSTEM_USER)
    place.write_record()
    copy.mkdir()
    (copy / "postgres.json").write_bytes(place.record.read_bytes())

    assert Place.find(copy).home != place.home
    old.rename(new)
    assert Place.find(new).home == place.home


def test_two_var_directories_never_share_a_place(tmp_path):
    assert Place.find(tmp_path / "one").home != Place.find(tmp_path / "two").home


def test_only_what_we_made_can_be_destroyed(tmp_path):
    (tmp_path / "precious").mkdir()

    with pytest.raises(DatabaseError, match="not a place"):
        destroy.destroy(Place(tmp_path / "var", tmp_path / "precious", SYSTEM_USER))

    assert (tmp_path / "precious").is_dir()


def test_a_restore_sends_away_whoever_is_connected(place, tmp_path):
    backup.take(place, tmp_path / "hms.dump")

    with server.connect(place) as working:
        backup.restore(place, tmp_path / "hms.dump")
        with pytest.raises(psycopg.OperationalError):
            working.execute("select 1")

    assert server.state(place) == server.RUNNING


def test_the_web_role_works_but_cannot_rewrite_history(place):
    cluster._as_superuser(place, "create role web login")
    with server.connect(place) as connection:
        connection.execute("create schema vault")
        for table in ("django_migrations", "visit", "audit", "vitals"):
            connection.execute(f"create table {table} (id int)")
        connection.execute("create function no() returns trigger language plpgsql as 'begin return null; end'")
        for table, name in (("audit", "append_only"), ("vitals", "never_deleted")):
            connection.execute(
                f"create trigger pgtrigger_{name}_abc before update or delete on {table}"
                " for each row execute function no()"
            )

        assert grants.grant(connection, "web") == ["audit: no update, delete", "vitals: no delete"]
        rights = """
            select tablename, string_agg(one, ' ' order by one)
            from pg_tables, unnest(array['select', 'insert', 'update', 'delete', 'truncate']) as one
            where tablename in ('audit', 'django_migrations', 'vitals', 'visit')
            and has_table_privilege('web', tablename, one) group by 1"""
        assert dict(connection.execute(rights).fetchall()) == {
            "audit": "insert select",
            "django_migrations": "select",
            "visit": "delete insert select update",
            "vitals": "insert select update",
        }
