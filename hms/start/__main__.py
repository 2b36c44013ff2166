"""What bin/run does once Python and its packages are there."""

import argparse
import fcntl
import os
import subprocess
import sys
from pathlib import Path

from hms.database.__main__ import main as database_command
from hms.database.place import CHECKOUT
from hms.database.programs import DatabaseError
from hms.start import address
from hms.start.serve import serve
from hms.start.steps import Start, has_command


def say(line: str) -> None:
    print(f"· {line}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description="Start the hospital system on this machine.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="0.0.0.0 for the whole network")
    demo = parser.add_mutually_exclusive_group()
    demo.add_argument("--demo", action="store_true", help="fill an empty database with a demo (the default)")
    demo.add_argument("--no-demo", action="store_true", help="begin empty, with one administrator")
    parser.add_argument("--username", default="admin", help="the administrator's, with --no-demo")
    parser.add_argument("--prepare", action="store_true", help="do everything but serve")
    parser.add_argument("--no-people", action="store_true", help="with --prepare: leave an empty database so")
    parser.add_argument("--stop-database", action="store_true", help="stop the database that stays up")
    parser.add_argument("--destroy-data", action="store_true", help="delete this checkout's database")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    return parser.parse_args()


def main() -> int:
    args = arguments()
    if args.stop_database or args.destroy_data:
        command = "stop" if args.stop_database else "destroy"
        return database_command([command, *(["--yes"] if args.yes and command == "destroy" else [])])
    is_production = os.environ.get("HMS_ENV") == "production"
    if args.demo and is_production:
        return complain("--demo makes passwords everybody knows: not with HMS_ENV=production.")
    if not args.prepare and not address.is_free(args.bind, args.port):
        return complain(f"Something else answers on {args.bind}:{args.port}. Try: bin/run --port {args.port + 1}")
    address.tell_settings(args.bind, args.port)

    var = Path(os.environ.get("HMS_VAR_DIR") or CHECKOUT / "var")
    var.mkdir(parents=True, exist_ok=True)
    start = Start(var, say)
    try:
        with (var / "start.lock").open("w") as lock:  # two starts at once prepare one after the other
            fcntl.flock(lock, fcntl.LOCK_EX)
            start.prepare()
            if not args.no_people:
                start.people(demo=not (args.no_demo or is_production), username=args.username)
    except DatabaseError as error:
        return complain(str(error))
    except KeyboardInterrupt:
        return complain("\nStopped while preparing. The next start goes on from here.")
    if args.prepare:
        return 0
    if start.is_demo:
        os.environ.setdefault("HMS_DEMO", "1")
    (var / "logs").mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("HMS_ACCESS_LOG", str(var / "logs" / "access.log"))
    os.environ.setdefault("HMS_QUIET", "1")
    where = address.shown(args.bind, args.port)
    code = serve(args.bind, args.port, with_jobs=has_command("jobs"), when_ready=lambda: welcome(start, where))
    if code == 0:
        print("\nstopped. The database stays up; bin/run --stop-database stops it too.")
    return code


def welcome(start: Start, where: str) -> None:
    """Told once it answers; the demo's sign-ins hold codes of this very minute, so they are asked for each time."""
    print(f"\nReady: {where}\n", flush=True)
    if start.is_demo and has_command("demo_sign_ins"):
        command = [sys.executable, str(CHECKOUT / "manage.py"), "demo_sign_ins"]
        subprocess.run(command, env={**os.environ, "HMS_NO_POOL": "1"}, check=False)  # noqa: S603
    print("Ctrl-C stops it.", flush=True)


def complain(words: str) -> int:
    print(words, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
