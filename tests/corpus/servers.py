"""Servers of files: an S3 server that speaks the protocol, and web servers with their faults."""

from __future__ import annotations

import re
import threading
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Iterator, Mapping

import pytest

from extras import module

BUCKET = "lab-2026"


@contextmanager
def s3(files: Mapping[str, bytes], environment: pytest.MonkeyPatch) -> Iterator[str]:
    """A local S3 server with files in a bucket; gives its address. The environment has the keys for it, which
    processes that start later inherit."""
    server = module("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    for name, value in (
        ("AWS_ENDPOINT_URL", address),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        environment.setenv(name, value)
    try:
        # What earlier servers of this process held is still there, and clients of them.
        urllib.request.urlopen(urllib.request.Request(f"{address}/moto-api/reset", method="POST")).close()
        kind = module("s3fs").S3FileSystem
        kind.clear_instance_cache()
        system = kind(
            use_listings_cache=False, skip_instance_cache=True, s3_additional_kwargs={"ACL": "public-read"}
        )
        system.mkdir(BUCKET)
        for name, data in files.items():
            system.pipe(f"{BUCKET}/{name}", data)
        yield address
    finally:
        server.stop()


class WebServer(ThreadingHTTPServer):
    """Gives files whole, whatever part is asked for.

    breaks      how many of the answers to come end in the middle
    sized       whether it tells sizes
    told        the size that it tells of every file, instead of the true one; then it gives parts
    """

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes]):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = dict(files)
        self.breaks = 0
        self.sized = True
        self.told = 0

    def url(self, name: str) -> str:
        """Where a file is."""
        return f"http://127.0.0.1:{self.server_port}/{name}"


class _Handler(BaseHTTPRequestHandler):
    server: WebServer

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        data = self._answer()
        if self.server.breaks:
            self.server.breaks -= 1
            data = data[: len(data) // 2]
        try:
            self.wfile.write(data)
            while self.server.told and "Range" not in self.headers:  # it has more than anybody takes
                self.wfile.write(data)
        except ConnectionError:  # who only looks at the beginning hangs up
            self.close_connection = True

    def _answer(self) -> bytes:
        data = self.server.files.get(self.path.lstrip("/"))
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if data and asked and self.server.told:
            first, last = map(int, asked.groups())
            data = data[first : last + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{self.server.told}")
            self.send_header("Content-Length", str(len(data)))
        else:
            self.send_response(404 if data is None else 200)
            if self.server.sized:
                self.send_header("Content-Length", str(self.server.told or len(data or b"")))
        self.end_headers()
        return data or b""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def web(files: Mapping[str, bytes]) -> Iterator[WebServer]:
    """A web server that runs."""
    server = WebServer(files)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
