"""Children that do not outlive their parent, also when it is killed so that it can tell nobody."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(*, parent: int) -> None:
    """Called in a child right after the fork. On other systems than Linux only an orderly stop reaches it.

    SIGKILL, since a child that finishes its work first would still run when the next start finds its port
    taken; everything here is made so that a kill at any point loses nothing.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # The parent died between the fork and the line above, so no signal will come.
        os._exit(1)
