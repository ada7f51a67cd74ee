"""What holds a worker in from inside: memory, files, core dumps, its own clock.

POSIX has limits of the process, which nothing in it can raise again. Windows has none; there the process puts itself into a job
object (written to Microsoft's documentation, never run on Windows here).
"""

from __future__ import annotations

import sys
from typing import Any

_SLACK = 2.0
"""Seconds after its limit at which a worker ends itself: whoever started it is gone, else it would have been killed before."""


def contain(memory: int, seconds: float) -> None:
    """Limit this process for good to some bytes of address space and some seconds."""
    if sys.platform == "win32":
        _job(memory)
    else:
        _limits(memory, seconds)


def _limits(memory: int, seconds: float) -> None:
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write is an error of the engine's, not the end of the process
    # The default action is the kernel's, so that no long call of the engine can hold it up.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + _SLACK)


def _job(memory: int) -> None:
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("minimum_set", ctypes.c_size_t),
            ("maximum_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    job = kernel.CreateJobObjectW(None, None)
    said = Extended()
    said.basic.flags = 0x100 | 0x8 | 0x400  # process memory, active processes, die on an unhandled exception
    said.basic.active_processes = 1
    said.process_memory = memory
    extended = 9
    kernel.SetInformationJobObject(job, extended, ctypes.byref(said), ctypes.sizeof(said))
    if not kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()):
        raise OSError("AssignProcessToJobObject")
