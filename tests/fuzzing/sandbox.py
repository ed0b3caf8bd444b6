"""Reads untrusted input in a process of its own: with limits, and with a look at all that it touches.

A process is forked from one that has everything loaded, and goes through many inputs, since that takes
less than a start for each. It says which one it is at, so that the one that ends it is known.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple

from hypothesis.configuration import set_hypothesis_home_dir

from plm_ratios.errors import HostError, PlmError

from .reader import Files, Reader
from .watch import Watch

MEMORY = 1 << 30  # bytes that the reading of an input may take above what is loaded
PROCESSOR = 20.0  # seconds of a processor that it may take
WAITING = 120.0  # seconds after which nobody waits any longer, whatever the processor did
FILE = 64 << 20  # bytes of a file that it may write
AT_ONCE = 100  # inputs of a process


class Outcome(NamedTuple):
    """What became of an input.

    number   its number, from which it can be made again
    kind     "read", "refused", or what failed: "crash", "hang", "memory", "outside", "left", "spoilt"
    said     the sentence, or where it failed
    """

    number: int
    kind: str
    said: str

    @property
    def failed(self) -> bool:
        """Whether it is a fault of ours."""
        return self.kind not in ("read", "refused")


def outcomes(reader: Reader, numbers: Iterable[int], folder: Path) -> Iterator[Outcome]:
    """What becomes of the inputs of these numbers, one after the other.

    Parameters
    ----------
    folder
        An empty folder; nothing is left in it.
    """
    left = list(numbers)
    while left:
        batch = left[:AT_ONCE]
        done = list(_batch(reader, batch, folder))
        yield from done
        left = left[len(done) :]


def _batch(reader: Reader, numbers: list[int], folder: Path) -> Iterator[Outcome]:
    """Outcomes as far as one process comes."""
    place = Path(tempfile.mkdtemp(dir=folder))
    dump = place / "where.txt"
    read_end, write_end = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(read_end)
        code = 1
        try:
            sys.dont_write_bytecode = True  # it would be written outside
            _work(reader, numbers, place, dump, write_end)
            code = 0
        except BaseException:
            dump.write_text(traceback.format_exc())
        finally:
            os._exit(code)
    os.close(write_end)
    current = numbers[0]
    waited_out = False
    try:
        for line in _lines(read_end):
            if line is None:
                waited_out = True
                os.kill(process, signal.SIGKILL)
                break
            if "begin" in line:
                current = line["begin"]
            else:
                yield Outcome(*line["end"])
                current = -1
    finally:
        os.close(read_end)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        where = dump.read_text(errors="replace") if dump.exists() else ""
        shutil.rmtree(place, ignore_errors=True)
    if current >= 0:
        ending = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if waited_out:
            yield Outcome(current, "hang", f"waited for more than {WAITING:.0f} s\n{where}")
        elif ending == signal.SIGPROF:
            yield Outcome(current, "hang", f"took more than {PROCESSOR:.0f} s of a processor\n{where}")
        else:
            yield Outcome(current, "crash", f"the process ended: signal {ending}, status {status}\n{where}")


def _lines(pipe: int) -> Iterator[dict[str, Any] | None]:
    """What the process says, and None where it has been silent for too long."""
    held = b""
    while True:
        ready, _, _ = select.select([pipe], [], [], WAITING)
        if not ready:
            yield None
            return
        data = os.read(pipe, 1 << 16)
        if not data:
            return
        held += data
        *whole, held = held.split(b"\n")
        for line in whole:
            yield json.loads(line)


def _work(reader: Reader, numbers: list[int], place: Path, dump: Path, pipe: int) -> None:
    os.setpgid(0, 0)
    stolen = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(stolen, standard)
    faults = open(dump, "w")  # noqa: SIM115 - for as long as the process lives
    faulthandler.enable(faults)
    faulthandler.register(signal.SIGPROF, faults, all_threads=True, chain=True)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too large is an error of writing
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    before = _bytes_of("VmSize")
    resource.setrlimit(resource.RLIMIT_AS, (before + 2 * MEMORY, before + 2 * MEMORY))
    watch = Watch(place, reader.starts, reader.connects)
    set_hypothesis_home_dir(place)
    sys.addaudithook(watch)
    for number in numbers:
        _say(pipe, {"begin": number})
        _say(pipe, {"end": _one(reader, number, place, watch)})


def _one(reader: Reader, number: int, place: Path, watch: Watch) -> Outcome:
    room = Path(tempfile.mkdtemp(dir=place))
    home = room / "home"
    home.mkdir()
    folder = room / "folder"
    folder.mkdir()
    files = reader.input(number)
    write(files, folder)
    for name, value in {
        "HOME": home,
        "TMPDIR": home,
        "XDG_CONFIG_HOME": home,
        "XDG_CACHE_HOME": home,
        "PLM_RATIOS_CACHE": home,
        "PLM_RATIOS_CONFIG": folder,
    }.items():
        os.environ[name] = str(value)
    tempfile.tempdir = str(home)
    os.chdir(folder)
    _bytes_of_peak_anew()
    memory = _bytes_of("VmRSS")
    watch.seen, watch.on = "", True
    signal.setitimer(signal.ITIMER_PROF, PROCESSOR)
    kind, said = "read", ""
    try:
        reader.read(folder)
    except (PlmError, HostError) as error:
        kind, said = "refused", _said(error)
    except MemoryError:
        kind, said = "memory", traceback.format_exc()
    except BaseException:
        kind, said = "crash", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        watch.on = False
    taken = _bytes_of("VmHWM") - memory
    if watch.seen:
        kind, said = "outside", watch.seen
    elif kind in ("read", "refused"):
        if taken > MEMORY:
            kind, said = "memory", f"{taken >> 20} MB"
        else:
            kind, said = _left(reader, files, folder, kind, said)
    os.chdir(place)
    tempfile.tempdir = str(place)
    shutil.rmtree(room, ignore_errors=True)
    return Outcome(number, kind, said)


def _said(error: Exception) -> str:
    return str(error)[:500]


def _left(reader: Reader, files: Files, folder: Path, kind: str, said: str) -> tuple[str, str]:
    """The same, but where files were left behind or changed that should not have been."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    for name, path in found.items():
        if name in files:
            if path.read_bytes() != files[name] and not (kind == "read" and reader.may_write(name)):
                return "spoilt", f"{name} was changed, and it was said: {said or kind}"
        elif kind == "refused" or not reader.may_write(name):
            return "left", f"{name} was left behind, and it was said: {said or kind}"
    missing = [name for name in files if name not in found]
    if missing:
        return "spoilt", f"{missing[0]} is gone, and it was said: {said or kind}"
    return kind, said


def write(files: Files, folder: Path) -> None:
    """The files of an input, in a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _say(pipe: int, what: dict[str, Any]) -> None:
    os.write(pipe, json.dumps(what).encode() + b"\n")


def _bytes_of(field: str) -> int:
    """A number of /proc/self/status; 0 where there is no such file."""
    with contextlib.suppress(OSError), open("/proc/self/status") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1]) << 10
    return 0


def _bytes_of_peak_anew() -> None:
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def processor_time() -> float:
    """Seconds that this process and the ones that it started have taken."""
    return time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
