"""python -m hms.database start|stop|status|psql|backup FILE|restore FILE|destroy"""

import argparse
import os
import sys
from pathlib import Path

from hms.database import backup, destroy, programs, server
from hms.database.place import Place
from hms.database.programs import DatabaseError


def start(place: Place, args: argparse.Namespace) -> None:
    started = server.start(place)
    print(f"database {'started' if started else 'already running'}: {_address(place)}")


def stop(place: Place, args: argparse.Namespace) -> None:
    print("database stopped" if server.stop(place) else "database was not running")


def status(place: Place, args: argparse.Namespace) -> int:
    """Exit code 0 only when the application could use it now."""
    now = server.state(place)
    print(f"database {now}: {_address(place)}")
    print(f"data in {place.data}, run by the user {place.user}")
    return 0 if now == server.RUNNING else 1


def psql(place: Place, args: argparse.Namespace) -> None:
    where = place.dsn()
    program = programs.client("psql")
    options = ["-h", where["HOST"], "-p", where["PORT"], "-U", where["USER"], where["NAME"]]
    os.execv(program, [program, *options, *args.options])  # noqa: S606


def take_backup(place: Place, args: argparse.Namespace) -> None:
    size = backup.take(place, args.file)
    print(f"backup of {size / 1e6:.1f} MB written and read back: {args.file}")


def restore(place: Place, args: argparse.Namespace) -> None:
    _ask(args, f"This replaces the database in {place.data} by {args.file}. The old one is kept beside it.")
    kept = backup.restore(place, args.file)
    print(f"restored; the database before is kept as {kept}. Drop it when all is well: docs/operating.md")


def destroy_all(place: Place, args: argparse.Namespace) -> None:
    _ask(args, f"This deletes every patient's record in {place.home}. Nothing brings it back.")
    destroy.destroy(place)
    print(f"deleted {place.home}")


def _ask(args: argparse.Namespace, warning: str) -> None:
    """--yes, or the word typed at a terminal."""
    if args.yes:
        return
    print(warning)
    if not sys.stdin.isatty() or input("Type yes to go on: ").strip() != "yes":
        raise DatabaseError("Nothing was changed. (Without a terminal, add --yes.)")


def _address(place: Place) -> str:
    where = place.dsn()
    return "host={HOST} port={PORT} user={USER} dbname={NAME}".format(**where)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m hms.database", description="The project's own PostgreSQL.")
    commands = top.add_subparsers(required=True, metavar="command")
    commands.add_parser("start", help="make it if need be, start it, wait").set_defaults(call=start)
    commands.add_parser("stop", help="stop it in order").set_defaults(call=stop)
    commands.add_parser("status", help="is it running, and where").set_defaults(call=status)
    shell = commands.add_parser("psql", help="open psql as the application's role")
    shell.add_argument("options", nargs="*", help="passed to psql, after --")
    shell.set_defaults(call=psql)
    save = commands.add_parser("backup", help="write a checked backup (pg_dump, custom format)")
    save.add_argument("file", type=Path)
    save.set_defaults(call=take_backup)
    load = commands.add_parser("restore", help="replace the database by a backup, keeping the old one")
    load.add_argument("file", type=Path)
    load.set_defaults(call=restore)
    end = commands.add_parser("destroy", help="delete the database of this checkout for good")
    end.set_defaults(call=destroy_all)
    for command in (load, end):
        command.add_argument("--yes", action="store_true", help="do not ask")
    return top


def main(arguments: list[str] | None = None) -> int:
    args = parser().parse_args(arguments)
    try:
        return args.call(Place.find(), args) or 0
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
