"""What browsers and operators see of the server: health, headers, CORS, who may call, the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hosts.server_process import CALL, Server, body, serving
from plm_ratios import __version__
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.pane.entries import entries
from plm_ratios.hosts.server.settings import OFFICE_PAGES

pytestmark = pytest.mark.host

EXCEL = "https://usc-excel.officeapps.live.com"
META = "/xlwings/custom-functions-meta.json"
PUBLIC = (
    "/health",
    "/health/live",
    "/manifest",
    "/manifest/download",
    "/taskpane.html",
    META,
    "/xlwings/custom-functions-code.js",
    "/plm/pane.js",
    "/plm/office_host.js",
    "/plm/icon-32.png",
)


def test_health_says_what_is_served(server: Server) -> None:
    told = server.http.get("/health").json()
    assert told == {
        "status": "ready",
        "version": __version__,
        "edition": load().label,
        "functions": len(FUNCTIONS),
        "catalog": {"own_models": 0, "own_datasets": 0, "trouble": []},
    }
    assert server.http.get("/health/live").json() == {"status": "live"}


@pytest.mark.parametrize("path", [*PUBLIC, "/plm/entries.json", "/nothing"])
def test_every_answer_has_the_headers(server: Server, path: str) -> None:
    headers = server.http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "x-frame-options" not in headers and "server" not in headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"].split() == ["'self'", *OFFICE_PAGES]


def test_a_refusal_has_the_headers_too(server: Server) -> None:
    answer = server.http.post(CALL, content="{", headers={"Origin": EXCEL})
    assert answer.status_code == 400
    assert "content-security-policy" in answer.headers
    assert answer.headers["access-control-allow-origin"] == EXCEL


def test_files_are_kept_by_browsers_as_long_as_they_are_current(server: Server) -> None:
    for path in ("/plm/pane.js", "/plm/entries.json", "/static/js/utils.js"):
        first = server.http.get(path)
        assert first.headers["cache-control"] == "private, no-cache"
        again = server.http.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert "no-store" in server.http.get("/taskpane.html").headers["cache-control"]


@pytest.mark.parametrize("origin", [EXCEL, "https://excel.officeapps.live.com"])
def test_excel_on_the_web_may_read(server: Server, origin: str) -> None:
    answer = server.http.get(META, headers={"Origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-credentials" not in answer.headers
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, auth-provider, content-type",
    }
    preflight = server.http.options(CALL, headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == origin


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.org",
        "http://usc-excel.officeapps.live.com",
        "https://officeapps.live.com.example.org",
        "https://example.org/.officeapps.live.com",
        "https://.officeapps.live.com",
        "https://aofficeapps.live.com",
        "null",
    ],
)
def test_no_other_page_may_read(server: Server, origin: str) -> None:
    assert "access-control-allow-origin" not in server.http.get(META, headers={"Origin": origin}).headers
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    preflight = server.http.options(CALL, headers=asked)
    assert preflight.status_code == 400
    assert "access-control-allow-origin" not in preflight.headers


def test_the_pane_gets_the_catalog(server: Server) -> None:
    assert server.http.get("/plm/entries.json").json() == entries()


# The log.


def test_a_request_is_one_line_without_the_contents_of_cells(server: Server) -> None:
    answer = server.ask("RATIO", [["ESM-2 15B"], ["a model of ours"]], "seen")
    told = server.logged(answer)
    assert set(told) >= {"time", "level", "logger", "message", "ms"}
    assert {key: told[key] for key in ("method", "path", "status", "function", "rows", "cells")} == {
        "method": "POST", "path": CALL, "status": 200, "function": "RATIO", "rows": 2, "cells": 3,
    }  # fmt: skip
    assert told["level"] == "info" and told["ms"] > 0
    wrong = server.http.post(CALL, json=body("private words", "more private words"))
    assert "function" not in server.logged(wrong)
    written = "\n".join(server.lines)
    assert not [cell for cell in ("ESM-2", "a model of ours", "private words") if cell in written]


def test_a_request_keeps_the_id_that_a_proxy_gave_it(server: Server) -> None:
    answer = server.http.get("/manifest", headers={"X-Request-ID": "from-the-proxy.7"})
    assert answer.headers["x-request-id"] == "from-the-proxy.7"
    forged = server.http.get("/manifest", headers={"X-Request-ID": 'a", "level": "'})
    assert len(forged.headers["x-request-id"]) == 32


def test_health_and_files_are_told_only_to_who_asks_for_more(server: Server) -> None:
    for path in ("/health", "/plm/pane.js", "/static/js/utils.js"):
        server.http.get(path)
    server.logged(server.http.get("/taskpane.html"))
    paths = {told.get("path") for told in map(json.loads, server.lines) if told["message"] == "request"}
    assert not paths & {"/health", "/plm/pane.js", "/static/js/utils.js"}


# Who may call.

ADA, GRACE = "a-secret-of-ada-lovelace", "a-secret-of-grace-hopper"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that asks for tokens; one user is in a setting, one in a file."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "tokens").write_text(f"grace:{GRACE}\n")
    settings = {
        "XLWINGS_AUTH_PROVIDERS": '["custom"]',
        "PLM_RATIOS_SERVER_TOKENS": f"ada:{ADA}",
        "PLM_RATIOS_SERVER_TOKENS_FILE": str(folder / "tokens"),
    }
    with serving(folder / "project", **settings) as running:
        yield running


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer wrong",
        ADA,
        f"Basic {ADA}",
        f"Bearer {ADA} x",
        f"Bearer {ADA[:-1]}",
        "test-token",
        "Bearer test-token",
        "Bearer \u00e9\u00e8",
    ],
)
def test_nobody_unknown_may_call(guarded: Server, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode("latin-1")}
    for request in (
        guarded.http.build_request("POST", CALL, json=body("RATIO", "ESM-2 15B"), headers=headers),
        guarded.http.build_request("POST", CALL, content="{", headers=headers),
        guarded.http.build_request("POST", "/xlwings/custom-scripts-call/any", json={}, headers=headers),
        guarded.http.build_request("GET", "/plm/entries.json", headers=headers),
    ):
        answer = guarded.http.send(request)
        assert answer.status_code == 401
        assert "open the pLM ratios pane" in answer.json()["detail"]
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("name", "token"), [("ada", ADA), ("grace", GRACE)])
def test_who_has_a_token_may_call(guarded: Server, name: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Auth-Provider": "custom"}
    answer = guarded.ask("RATIO", "ESM-2 15B", headers=headers)
    assert answer.json() == {"result": [[FUNCTIONS["RATIO"]("ESM-2 15B")]]}
    assert guarded.logged(answer)["user"] == name
    assert guarded.http.get("/plm/entries.json", headers=headers).status_code == 200
    assert not [secret for secret in (ADA, GRACE) if secret in "\n".join(guarded.lines)]


@pytest.mark.parametrize("path", PUBLIC)
def test_what_excel_fetches_without_a_token_is_public(guarded: Server, path: str) -> None:
    assert guarded.http.get(path).status_code == 200


def test_where_nobody_is_asked_for_a_token_everybody_may_call(server: Server) -> None:
    answer: httpx.Response = server.ask("RATIO", "ESM-2 15B", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 200 and "user" not in server.logged(answer)


# Settings.


def test_who_may_read_and_frame_can_be_set(tmp_path: Path) -> None:
    settings = {
        "PLM_RATIOS_SERVER_CORS_ORIGINS": "https://excel.example.org https://*.example.net",
        "PLM_RATIOS_SERVER_FRAME_ANCESTORS": "https://sheets.example.org",
        "XLWINGS_APP_PATH": "/plm-server",
        "XLWINGS_STATIC_URL_PATH": "/plm-server/static",
    }
    with serving(tmp_path / "project", **settings) as server:
        answer = server.http.get("/plm-server" + META, headers={"Origin": "https://a.b.example.net"})
        assert answer.headers["access-control-allow-origin"] == "https://a.b.example.net"
        assert answer.headers["content-security-policy"].endswith(
            "frame-ancestors 'self' https://sheets.example.org"
        )
        other = server.http.get("/plm-server" + META, headers={"Origin": EXCEL})
        assert "access-control-allow-origin" not in other.headers
        for path in ("/health", "/plm/pane.js", "/taskpane.html", "/static/js/utils.js"):
            assert server.http.get("/plm-server" + path).status_code == 200
        assert server.http.post("/plm-server" + CALL, content="{").status_code == 400
        assert "/plm-server/plm/pane.js" in server.http.get("/plm-server/taskpane.html").text
