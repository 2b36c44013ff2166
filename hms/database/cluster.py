"""Make the cluster: directories, initdb, its three configuration files, our role and database."""

import os
import pwd
import shutil
import stat
from pathlib import Path

from hms.database import programs
from hms.database.place import SYSTEM_HOME, SYSTEM_USER, Place
from hms.database.programs import DatabaseError

# LC_CTYPE must be UTF-8: with C, pg_trgm sees no Devanagari at all and no query ever says so.
INITDB = [
    "--username=postgres",
    "--auth=peer",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-ctype=C.UTF-8",
    "--lc-collate=C",
    "--lc-messages=C",
    "--data-checksums",
]

INCLUDE = "\ninclude = 'hms.conf'\n"

# Django puts values into the SQL text, so no statement, DETAIL line or ERROR text may reach the log:
# each can hold a patient's name. Django logs its own errors, without values.
SETTINGS = """\
# Written at every start by hms.database; changes made here are lost.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
hba_file = '{data}/pg_hba.conf'
ident_file = '{data}/pg_ident.conf'
shared_buffers = 128MB
random_page_cost = 1.1
synchronous_commit = on
fsync = on
full_page_writes = on
max_connections = 100
timezone = 'UTC'
logging_collector = on
log_directory = '{logs}'
log_filename = 'postgresql-%Y-%m.log'
log_rotation_age = 1d
log_rotation_size = 0
log_file_mode = 0600
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_min_messages = log
log_min_error_statement = panic
log_min_duration_statement = -1
log_statement = none
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


def prepare(place: Place) -> None:
    """Everything a start needs, made once; quick when it is there."""
    _make_directories(place)
    if not (place.data / "PG_VERSION").exists():
        _initdb(place)
    _refuse_other_major(place)
    _configure(place)
    place.write_record()


def _make_directories(place: Place) -> None:
    if place.user == SYSTEM_USER and os.geteuid() == 0:
        programs.make_system_user()
        if not SYSTEM_HOME.exists():
            SYSTEM_HOME.mkdir()
            SYSTEM_HOME.chmod(0o711)  # whatever our umask: that user must pass through
    for directory in (place.home, place.logs, place.socket):
        _make_private(directory, place.user)
    (place.home / "belongs-to").write_text(f"{place.var}\n")  # for whoever finds it when the checkout is gone


def _make_private(directory: Path, user: str) -> None:
    """A 0700 directory of `user`'s. One under /tmp may have been laid as a trap: then refuse."""
    owner = pwd.getpwnam(user)
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.pw_uid or found.st_mode & 0o077:
            raise DatabaseError(f"{directory} must be a directory of {user}'s alone (mode 0700).") from None
        return
    if os.geteuid() == 0:
        os.chown(directory, owner.pw_uid, owner.pw_gid)


def _initdb(place: Place) -> None:
    """Into a half-made directory first: an initdb cut short leaves nothing that looks like a database."""
    half = place.home / "data.half"
    shutil.rmtree(half, ignore_errors=True)
    done = programs.run(place, "initdb", *INITDB, f"--pgdata={half}")
    if done.returncode:
        raise DatabaseError(f"initdb failed:\n{done.stderr.strip()}")
    half.rename(place.data)


def _refuse_other_major(place: Place) -> None:
    made_by = (place.data / "PG_VERSION").read_text().strip()
    ours = programs.run(place, "postgres", "--version").stdout.split()[-1].split(".")[0]
    if made_by != ours:
        raise DatabaseError(
            f"{place.data} was made by PostgreSQL {made_by}; these programs are {ours}. Go back to the"
            " version before, take a backup, then restore it here: docs/operating.md, “A new PostgreSQL”."
        )


def _configure(place: Place) -> None:
    def quoted(path: Path) -> str:
        return str(path).replace("'", "''")

    settings = SETTINGS.format(
        port=place.PORT, socket=quoted(place.socket), data=quoted(place.data), logs=quoted(place.logs)
    )
    _write(place, "postgresql.auto.conf", "")  # ALTER SYSTEM is not how this server is set
    _write(place, "hms.conf", settings)
    _write(place, "postgresql.conf", _including(place.data / "postgresql.conf"))
    _write(place, "pg_hba.conf", "local all all peer map=hms\n")
    names = {(place.user, place.USER), (place.user, "postgres"), ("root", place.USER)}
    _write(place, "pg_ident.conf", "".join(f'hms "{system}" {role}\n' for system, role in sorted(names)))


def _including(path: Path) -> str:
    """What initdb wrote, as it tried out what this machine's shared memory can do, and then our own settings."""
    text = path.read_text()
    return text if text.endswith(INCLUDE) else text + INCLUDE


def _write(place: Place, name: str, text: str) -> None:
    path = place.data / name
    if path.exists() and path.read_text() == text:
        return
    path.write_text(text)
    path.chmod(0o600)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(place.user)
        os.chown(path, owner.pw_uid, owner.pw_gid)


def make_role_and_database(place: Place) -> None:
    """The application's role: no superuser, owns its database, may make others (tests, restores)."""
    missing = "select 1 from pg_roles where rolname = 'hms'"
    if not _as_superuser(place, missing):
        _as_superuser(place, "create role hms login createdb nosuperuser nocreaterole")
    if not _as_superuser(place, "select 1 from pg_database where datname = 'hms'"):
        _as_superuser(place, "create database hms owner hms")
        _as_superuser(place, "revoke all on database hms from public")


def _as_superuser(place: Place, statement: str) -> str:
    options = ["--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--username=postgres"]
    where = [f"--host={place.socket}", f"--port={place.PORT}", "--dbname=postgres", "--command", statement]
    done = programs.run(place, "psql", *options, *where)
    if done.returncode:
        raise DatabaseError(f"psql: {done.stderr.strip()}")
    return done.stdout.strip()
