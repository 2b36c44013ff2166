"""How much memory the processes behind a port hold."""

import psutil


def resident_mib(port: int) -> float:
    """Proportional set size of every process that listens on `port`: shared pages count once in all. MiB."""
    total = 0
    for process in psutil.process_iter(["pid"]):
        try:
            if any(c.laddr.port == port and c.status == psutil.CONN_LISTEN for c in process.net_connections("tcp")):
                total += process.memory_full_info().pss
        except (psutil.AccessDenied, psutil.NoSuchProcess):
            continue
    return total / 2**20
