"""Asks this machine's web server whether it lives: for a container's health check. Exit code 0 means yes."""

import http.client
import os
import sys


def main() -> int:
    port = int(os.environ.get("HMS_BIND", ":8000").rpartition(":")[2])
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/health/live", headers={"Host": host})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
