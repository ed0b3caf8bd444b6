"""The compiled kernel of counting, built where a C compiler is at hand; without one, records.py does all.

It is built once, into the cache folder, and loaded by ctypes. What it gives is what records.py gives.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from .state import cache_folder

VARIABLE = "PLM_RATIOS_KERNEL"  # "no" does without
LONGEST = 1 << 15  # lengths below are counted in Sums, as in kernel.c
_SOURCE = Path(__file__).with_name("kernel.c")
_FLAGS = ("-O3", "-shared", "-fPIC")
_SECONDS = 60  # which a compiler has

_Number = ctypes.c_int64


class Sums(ctypes.Structure):
    """As in kernel.c."""

    _fields_ = (
        ("lengths", _Number * LONGEST),
        ("ambiguous", _Number * LONGEST),
        ("letters", _Number * 256),
        ("residues", _Number),
        ("small", _Number),
        ("nucleotides", _Number),
        ("longest", _Number),
    )


@lru_cache
def kernel(build: bool = True) -> Any:
    """The library; None where it is not there, or cannot be built."""
    if sys.platform == "win32" or sys.byteorder != "little" or os.environ.get(VARIABLE, "").lower() == "no":
        return None
    try:
        source = _SOURCE.read_bytes()
        key = hashlib.sha256(source + platform.machine().encode()).hexdigest()[:16]
        path = cache_folder() / "kernel" / f"{key}.so"
        if build and not path.exists():
            _build(path)
        if path.stat().st_uid != os.getuid():  # somebody else's code
            return None
        library = ctypes.CDLL(str(path))
        for function in (library.plm_start, library.plm_count, library.plm_different):
            function.restype = _Number
        return library if library.plm_start() == ctypes.sizeof(Sums) else None
    except (OSError, subprocess.SubprocessError, AttributeError):
        return None


def _build(path: Path) -> None:
    """Raises OSError or SubprocessError where it does not work."""
    compiler = shutil.which(os.environ.get("CC") or "cc")
    if not compiler:
        raise FileNotFoundError("no C compiler")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        built = Path(folder) / path.name
        for more in ((), ("-DNO_CLONES",)):  # not every system can choose a function by the processor
            done = subprocess.run(
                [compiler, *_FLAGS, *more, "-o", str(built), str(_SOURCE)],
                capture_output=True,
                timeout=_SECONDS,
            )
            if not done.returncode:
                os.replace(built, path)
                return
        raise OSError(f"{compiler} does not build {_SOURCE.name}")


def sorted_digests(library: Any, digests: bytearray) -> Any:
    """Digests of 16 bytes, sorted as pairs of numbers whose lowest byte comes first."""
    number = len(digests) // 16
    bits = max(1, (number // 4).bit_length())
    found = (ctypes.c_uint8 * len(digests))()
    library.plm_sort(
        (ctypes.c_uint8 * len(digests)).from_buffer(digests),
        _Number(number),
        ctypes.c_int(bits),
        found,
        (_Number * ((1 << bits) + 1))(),
    )
    return found


def different(library: Any, digests: bytearray) -> int:
    """How many of the digests are different."""
    return int(library.plm_different(sorted_digests(library, digests), _Number(len(digests) // 16)))


@lru_cache(maxsize=1)
def hasher() -> Any:
    """The function XXH3_128bits of the library xxhash, for the kernel to call; None if it is not shown."""
    try:
        library = ctypes.CDLL(import_module("xxhash._xxhash").__file__)
        return ctypes.cast(library.XXH3_128bits, ctypes.c_void_p)
    except (ImportError, OSError, AttributeError):
        return None
