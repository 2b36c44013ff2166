"""Sign-in, homes, the network's centres and people."""

from centres.views.failures import csrf_failure, locked_out

__all__ = ["csrf_failure", "locked_out"]
