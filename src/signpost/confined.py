"""What a process may use that reads or answers strangers: so much memory, and no network.

A parser or an engine that is brought to run something else, or to ask somebody, cannot: its process makes no sockets.
Where the system does not know such a limit, the other walls stand alone.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
import sys

_GIVES_WAY = 5
"""How far such a process stands back behind the answers to others, as `nice` has it."""

_MACHINES = {"x86_64": (0xC000003E, 41, 317), "aarch64": (0xC00000B7, 198, 277)}
"""Machine -> how the kernel calls it, and the numbers of its calls `socket` and `seccomp`."""
_IO_URING_SETUP = 425
_OTHER_NUMBERS = 0x40000000
"""From here on the calls of another kind of program are numbered, which make sockets too."""
_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EACCES


def confine(memory: int) -> None:
    """Let this process have so many bytes of memory, leave no trace of its death, stand back, and make no sockets."""
    try:
        import resource
    except ImportError:
        return
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, also from within an engine that does not listen
    os.nice(_GIVES_WAY)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _leave_the_network()


class _Program(ctypes.Structure):
    """A filter of system calls, as the kernel takes it."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _leave_the_network() -> None:
    """Have the kernel refuse every new socket from now on, in all threads (seccomp, where it is known)."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return
    machine, socket, seccomp = _MACHINES[platform.machine()]
    steps = (  # code, steps to skip where it is so, steps to skip where it is not, value
        (_LOAD, 0, 0, 4),  # for which machine
        (_EQUAL, 0, 5, machine),
        (_LOAD, 0, 0, 0),  # which call
        (_AT_LEAST, 3, 0, _OTHER_NUMBERS),
        (_EQUAL, 2, 0, socket),
        (_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    )
    written = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.addressof(written))
    system = ctypes.CDLL(None)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        system.syscall(seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(program))
