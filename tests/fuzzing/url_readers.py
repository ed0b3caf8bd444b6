"""What web servers answer who counts the sequences behind a URL."""

from __future__ import annotations

import gzip
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from corpus.corpora import fasta, proteins

from .mutations import damaged, one_of, retyped
from .reader import Files, Reader

_DATA = fasta(proteins(20))
_SILENCE = 2  # seconds after which the client gives up, instead of minutes


def _answer(draw: Random) -> bytes:
    if draw.random() < 0.4:
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(_DATA), _DATA)
    body = draw.choice((_DATA, gzip.compress(_DATA), damaged(draw, gzip.compress(_DATA)), b""))
    size = draw.choice((len(body), len(body), len(body) - 1, len(body) + 1, 0, -1, 1 << 70, "many"))
    status = draw.choice(
        ("200 OK", "200 OK", "206 Partial Content", "302 Found", "404 Not Found", "500 No", "204", "99")
    )
    head = [f"HTTP/1.1 {status}"]
    head += draw.choices(
        (
            f"Content-Length: {size}",
            f"Content-Length: {size}",
            "Transfer-Encoding: chunked",
            "Content-Encoding: gzip",
            "Location: /again",
            "Location: http://127.0.0.1:1/elsewhere",
            "Location: file:///etc/passwd",
            "Location: \\\\up\\up",
            "Accept-Ranges: bytes",
            f"Content-Range: bytes 0-{size}/{size}",
            'ETag: "' + "a" * draw.choice((1, 5000)) + '"',
            "Set-Cookie: a=b; Domain=.",
            "Connection: close",
        ),
        k=draw.randrange(5),
    )
    text = "\r\n".join(head).encode()
    text = one_of(
        draw, lambda: text, lambda: text, lambda: retyped(draw, text.decode()).encode("utf-8", "replace")
    )
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"
    whole = text + b"\r\n\r\n" + draw.choice((body, body, chunks))
    return whole if draw.random() < 0.8 else damaged(draw, whole)


def _answers(draw: Random) -> Files:
    """One for each request, the last for all that follow; and whether the connection stays open after it."""
    many = [_answer(draw) for _ in range(draw.randint(1, 4))]
    return {
        "open.json": json.dumps([draw.random() < 0.1 for _ in many]).encode(),
        **{f"{number}.answer": each for number, each in enumerate(many)},
    }


@contextmanager
def answering(answers: list[bytes], stay_open: list[bool]) -> Iterator[int]:
    """A server that answers in this order, whatever is asked; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            held, number = [], 0
            while True:
                try:
                    connection, _ = listening.accept()
                    connection.settimeout(_SILENCE)
                    connection.recv(1 << 16)
                    place = min(number, len(answers) - 1)
                    connection.sendall(answers[place])
                    if stay_open[place]:
                        held.append(connection)
                    else:
                        connection.close()
                except TimeoutError:
                    pass
                except ConnectionError:
                    pass
                except OSError:
                    return
                number += 1

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def _counted(folder: Path) -> None:
    from plm_ratios.corpus import compiled, counting, opening, processes

    for module in (counting, processes):
        module._PAUSE = 0
    opening._SILENCE = _SILENCE
    os.environ[compiled.VARIABLE] = "no"  # it is built for what is of unknown size
    stay_open = json.loads((folder / "open.json").read_bytes())
    answers = [(folder / f"{number}.answer").read_bytes() for number in range(len(stay_open))]
    with answering(answers, stay_open) as port:
        counting.count([f"http://127.0.0.1:{port}/a.fa.gz"], jobs=1)


READERS = (Reader("answers of web servers", _answers, _counted, connects=True),)
