"""The manifest by which Excel knows the add-in: each check that is possible without Microsoft's servers.

Not checked here: Microsoft's own validation service, which a network would be needed for, and Excel.
"""

from __future__ import annotations

import json
import re
import subprocess
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree
from PIL import Image

from hosts.server_process import HOST, Server, serving
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.server.project import new

pytestmark = pytest.mark.host

CHECKS = Path(__file__).parent.parent / "js" / "manifest_checks.mjs"
OFFICE = "http://schemas.microsoft.com/office/"
NAMES = {
    "app": OFFICE + "appforoffice/1.1",
    "bt": OFFICE + "officeappbasictypes/1.0",
    "ov": OFFICE + "taskpaneappversionoverrides",
}
# Names of macro functions of Excel 4, which Excel takes for those.
EXCEL_4 = {
    "RUN",
    "ECHO",
    "EXEC",
    "CALL",
    "REGISTER",
    "STEP",
    "WAIT",
    "NOTE",
    "GOTO",
    "HALT",
    "ERROR",
    "FILES",
}


def parsed(manifest: str) -> Any:
    return etree.fromstring(manifest.encode("utf-8"))


@pytest.fixture(scope="module")
def text(server: Server) -> str:
    answer: httpx.Response = server.http.get("/manifest")
    return answer.text


@pytest.fixture(scope="module")
def manifest(text: str) -> Any:
    return parsed(text)


@pytest.fixture(scope="module")
def metadata(server: Server) -> list[dict[str, Any]]:
    functions: list[dict[str, Any]] = server.http.get("/xlwings/custom-functions-meta.json").json()[
        "functions"
    ]
    return functions


def strings(manifest: Any, kind: str) -> dict[str, str]:
    """The resources of a kind by their id."""
    found = manifest.findall(f".//bt:{kind}/*", NAMES)
    return {each.get("id"): each.get("DefaultValue") for each in found}


def test_it_is_xml_of_an_office_add_in(manifest: Any) -> None:
    assert manifest.tag == f"{{{NAMES['app']}}}OfficeApp"
    kinds = {"http://www.w3.org/2001/XMLSchema-instance"}
    assert manifest.get(f"{{{kinds.pop()}}}type") == "TaskPaneApp"


def test_its_parts_stand_in_the_order_that_the_schema_wants(manifest: Any) -> None:
    assert [etree.QName(part).localname for part in manifest] == [
        "Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl",
        "HighResolutionIconUrl", "SupportUrl", "AppDomains", "Hosts", "Requirements", "DefaultSettings",
        "Permissions", "VersionOverrides",
    ]  # fmt: skip


def test_its_id_is_a_guid_and_the_projects_own(manifest: Any, tmp_path: Path) -> None:
    own = manifest.findtext("app:Id", namespaces=NAMES)
    assert str(uuid.UUID(own)) == own
    new(tmp_path / "other")
    assert own not in (tmp_path / "other" / "pyproject.toml").read_text()


def test_it_is_downloaded_as_a_file(server: Server, text: str) -> None:
    answer = server.http.get("/manifest/download")
    assert answer.headers["content-disposition"] == "attachment; filename=plm-ratios-prod.xml"
    assert answer.text == text


def test_every_address_is_https_and_of_this_server(manifest: Any) -> None:
    values = [
        value for part in manifest.iter(etree.Element) for value in (part.get("DefaultValue"), part.text)
    ]
    addresses = [value for value in values if value and re.match(r"\w+://", value.strip())]
    assert len(addresses) > 8
    assert all(re.match(rf"https://{re.escape(HOST)}(/|$)", address) for address in addresses)


def test_every_address_is_answered(server: Server, manifest: Any) -> None:
    for address in {*strings(manifest, "Urls").values(), *strings(manifest, "Images").values()}:
        answer = server.http.get(address.removeprefix(f"https://{HOST}"))
        assert answer.status_code == 200, address


def test_every_icon_has_its_size(server: Server, manifest: Any, tmp_path: Path) -> None:
    for image in manifest.findall(".//bt:Images/bt:Image", NAMES):
        file = tmp_path / image.get("id")
        file.write_bytes(server.http.get(image.get("DefaultValue").removeprefix(f"https://{HOST}")).content)
        size = int(image.get("id").removeprefix("Icon."))
        with Image.open(file) as icon:
            assert icon.format == "PNG" and icon.size == (size, size)


def test_every_resource_is_there_and_used(manifest: Any) -> None:
    used = {part.get("resid") for part in manifest.iter(etree.Element) if part.get("resid")}
    there = [
        part.get("id")
        for part in manifest.find(".//ov:Resources", NAMES).iter(etree.Element)
        if part.get("id")
    ]
    assert used == set(there) and len(there) == len(set(there))


def test_ids_of_resources_are_short_enough(manifest: Any) -> None:
    assert all(len(part.get("resid", "")) <= 32 for part in manifest.iter(etree.Element))


def test_short_strings_are_short_and_long_ones_not_too_long(manifest: Any) -> None:
    assert all(len(text) <= 125 for text in strings(manifest, "ShortStrings").values())
    assert all(len(text) <= 250 for text in strings(manifest, "LongStrings").values())
    assert len(manifest.find("app:DisplayName", NAMES).get("DefaultValue")) <= 125
    assert len(manifest.find("app:Description", NAMES).get("DefaultValue")) <= 250


def test_functions_have_no_prefix(manifest: Any) -> None:
    assert manifest.find(".//ov:Namespace", NAMES) is None


def test_functions_and_pane_share_a_runtime_that_stays(manifest: Any) -> None:
    runtime = manifest.find(".//ov:Runtimes/ov:Runtime", NAMES)
    assert runtime.get("lifetime") == "long"
    pane = {part.get("resid") for part in manifest.findall(".//ov:Action/ov:SourceLocation", NAMES)}
    page = {part.get("resid") for part in manifest.findall(".//ov:Page/ov:SourceLocation", NAMES)}
    assert pane == page == {runtime.get("resid")}


def test_functions_are_described_under_the_ids_that_the_script_registers(
    server: Server, metadata: list[dict[str, Any]]
) -> None:
    script = server.http.get("/xlwings/custom-functions-code.js").text
    registered = re.findall(r'^CustomFunctions\.associate\("([^"]+)"', script, re.MULTILINE)
    assert sorted(registered) == sorted(function["id"] for function in metadata) == sorted(FUNCTIONS)


def test_names_of_functions_are_legal(metadata: list[dict[str, Any]]) -> None:
    for function in metadata:
        for name in (function["id"], function["name"]):
            assert re.fullmatch(r"[A-Z][A-Z0-9._]{2,127}", name), name
            assert not re.fullmatch(r"[A-Z]{1,3}[0-9]{1,7}", name), f"{name} is the address of a cell"
            assert not re.fullmatch(r"R\d*C\d*", name), f"{name} is the address of a cell"
            assert name not in EXCEL_4, name


def test_another_environment_is_another_add_in_with_a_prefix(manifest: Any, tmp_path: Path) -> None:
    with serving(tmp_path / "project", XLWINGS_ENVIRONMENT="qa", XLWINGS_FUNCTIONS_NAMESPACE="PLM") as server:
        other = parsed(server.http.get("/manifest").text)
    ids = (tmp_path / "project" / "pyproject.toml").read_text()
    assert f'manifest_id_qa = "{other.findtext("app:Id", namespaces=NAMES)}"' in ids
    assert other.find("app:DisplayName", NAMES).get("DefaultValue") == "pLM ratios [qa]"
    prefix = other.find(".//ov:Namespace", NAMES).get("resid")
    assert strings(other, "ShortStrings")[prefix] == "PLM_QA"


@pytest.fixture(scope="module")
def checked(node: str, text: str, server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Microsoft's npm packages make of it, and of what the server tells about the functions."""
    file = tmp_path_factory.mktemp("manifest") / "manifest.xml"
    file.write_text(text, encoding="utf-8")
    described = file.with_name("custom-functions-meta.json")
    described.write_text(server.http.get("/xlwings/custom-functions-meta.json").text, encoding="utf-8")
    ended = subprocess.run(
        [node, str(CHECKS), str(file), str(described)], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_microsofts_parser_reads_it(checked: dict[str, Any]) -> None:
    read = checked["read"]
    assert read["officeAppType"] == "TaskPaneApp" and read["hosts"] == ["Workbook"]
    assert (read["displayName"], read["permissions"]) == ("pLM ratios", "ReadWriteDocument")


def test_microsofts_converter_makes_a_unified_manifest_of_it(checked: dict[str, Any]) -> None:
    extension = checked["unified"]["extensions"][0]
    assert extension["ribbons"][0]["tabs"][0]["builtInTabId"] == "TabHome"
    assert extension["runtimes"][0]["lifetime"] == "long"


@pytest.mark.parametrize("version", ["1.24", "1.29"])
def test_the_unified_manifest_follows_microsofts_schema(checked: dict[str, Any], version: str) -> None:
    assert checked["wrong"][version] == []


def test_arguments_and_words_offered_for_them_follow_microsofts_schema(checked: dict[str, Any]) -> None:
    assert checked["wrongArguments"] == []
