"""Commands of an installed package, without a new Python for each of them.

`python started_once.py serve SOCKET` runs the console script of plm-ratios for whoever asks, each time in a
process that it forks: with nothing of plm_ratios loaded, and with what earlier commands have loaded of the
standard library and of other packages. A Python of its own takes a command a quarter of a second longer.

`python started_once.py ask SOCKET ...` is the command as somebody types it: it hands over its arguments, its
environment, its folder and its three files, and ends as the command does.

Both parts run in the Python of the environment that is tested, so they import the standard library only.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import socket
import sys

TYPE_CHECKING = False  # typing takes as long to load as all else
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OURS = "plm_ratios"
_LENGTH = 8  # bytes that say how long a message is


@contextlib.contextmanager
def serving(python: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Serves with the Python of an environment; gives the socket."""
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as folder:  # the address of a socket may have a hundred letters
        address = os.path.join(folder, "socket")
        command = [python, os.path.abspath(__file__), "serve", address]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
                yield address
            finally:
                process.terminate()


def serve(path: str) -> None:
    """Answers until it is ended."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        print("ready", flush=True)
        while True:
            asking, _ = listening.accept()
            loaded, loading = os.pipe()
            if os.fork() == 0:
                listening.close()
                os.close(loaded)
                _attend(asking, loading)
            asking.close()
            os.close(loading)
            with os.fdopen(loaded) as names:
                _load(names.read().split())
            os.wait()


def _attend(asking: socket.socket, loading: int) -> None:
    """In a process of its own: runs the command in another one, and tells how it ended."""
    files = array.array("i")
    length, extra, _, _ = asking.recvmsg(_LENGTH, socket.CMSG_LEN(3 * files.itemsize))
    for _, _, data in extra:
        files.frombytes(data)
    asked = json.loads(_received(asking, int(length)))
    command = os.fork()
    if command == 0:
        asking.close()
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.closerange(3, loading)
        _run(asked, loading)
    os.close(loading)
    for file in files:
        os.close(file)
    _, status = os.waitpid(command, 0)
    asking.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _run(asked: dict[str, object], loading: int) -> None:
    """The command, in its folder and with its environment, as its console script would be run."""
    import importlib.metadata
    import signal
    import traceback

    os.environ.clear()
    os.environ.update(asked["environment"])  # type: ignore[call-overload]
    os.chdir(str(asked["folder"]))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding=encoding, errors=errors, closefd=False)  # noqa: SIM115
        for number, mode, errors in ((0, "r", None), (1, "w", None), (2, "w", "backslashreplace"))
    )
    sys.argv = ["plm-ratios", *asked["arguments"]]  # type: ignore[misc]
    code: object = 1
    try:
        (script,) = importlib.metadata.entry_points(group="console_scripts", name="plm-ratios")
        code = script.load()()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    others = (name for name in list(sys.modules) if name.partition(".")[0] not in (OURS, "__main__"))
    with contextlib.suppress(OSError):
        os.write(loading, "\n".join(others).encode())
    os._exit(int(code or 0))  # type: ignore[call-overload]


def _load(names: list[str]) -> None:
    import importlib

    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    loaded = [name for name in sys.modules if name.partition(".")[0] == OURS]
    assert not loaded, f"{loaded} would be there already for the next command"


def ask(
    path: str,
    arguments: Sequence[str],
    files: tuple[int, int, int] = (0, 1, 2),
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Has the command run with these files for input, output and errors; gives its exit code."""
    with asked(path, arguments, files, environment) as asking:
        return ended(asking)


def ended(asking: socket.socket) -> int:
    """The exit code of a command, when it has ended."""
    code = int(_received(asking))
    return code if code >= 0 else 128 - code


def asked(
    path: str, arguments: Sequence[str], files: tuple[int, int, int], environment: Mapping[str, str]
) -> socket.socket:
    """Has the command run; where its exit code will come from."""
    told = {"arguments": arguments, "folder": os.getcwd(), "environment": dict(environment)}
    text = json.dumps(told).encode()
    asking = socket.socket(socket.AF_UNIX)
    asking.connect(path)
    extra = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))]
    asking.sendmsg([f"{len(text):0{_LENGTH}d}".encode()], extra)
    asking.sendall(text)
    return asking


def _received(from_: socket.socket, most: int = sys.maxsize) -> bytes:
    """So many bytes, or all that come until the other side closes."""
    parts = []
    while most and (part := from_.recv(min(most, 1 << 16))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    sys.exit(ask(sys.argv[2], sys.argv[3:]))
