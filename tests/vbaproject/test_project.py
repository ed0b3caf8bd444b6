"""The VBA project of the workbook, read back by readers that share no code with the writer."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import random
import re
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import olefile
import pytest
import tomllib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from oletools import olevba
from packaging.requirements import Requirement
from pyopenvba import cfb, integrity, vba

import plm_ratios
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.excel import project as workbook
from plm_ratios.hosts.excel.addin import project as addin
from plm_ratios.vbaproject import Module, Project, class_module, document_module, standard_module
from plm_ratios.vbaproject.compound import compound_file
from plm_ratios.vbaproject.compression import compress

SHEETS = 9
MODULES = workbook.modules(SHEETS)
NAMES = [module.name for module in MODULES]
OTHERS = ("xlwings", "Dictionary")  # whose texts xlwings ships
KINDS = {"document": "Document", "standard": "Module", "class": "Class"}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def written() -> bytes:
    return workbook.project(SHEETS)


@pytest.fixture(scope="module")
def streams(written: bytes) -> dict[str, bytes]:
    """Path to content of every stream, as olefile reads them."""
    with opened(written) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def opened(data: bytes) -> olefile.OleFileIO:
    """A compound file; olefile raises already where it is not sure that something is wrong."""
    return olefile.OleFileIO(data, raise_defects=olefile.DEFECT_UNSURE)


def by_oletools(packed: bytes) -> bytes:
    return bytes(olevba.decompress_stream(bytearray(packed)))


def by_pyopenvba(packed: bytes) -> bytes:
    return vba.decompress(packed)


Decompress = Callable[[bytes], bytes]
DECOMPRESSORS = pytest.mark.parametrize("decompress", [by_oletools, by_pyopenvba])


class TestModules:
    """What comes out is what went in."""

    @DECOMPRESSORS
    @pytest.mark.parametrize("module", MODULES, ids=NAMES)
    def test_a_text_comes_back_byte_for_byte(
        self, streams: dict[str, bytes], module: Module, decompress: Decompress
    ) -> None:
        assert decompress(streams[f"VBA/{module.name}"]) == module.text.encode("cp1252")

    def test_olevba_finds_every_module_through_the_projects_own_lists(self, written: bytes) -> None:
        found = olevba.VBA_Parser("vbaProject.bin", data=written).extract_macros()
        assert [(Path(name).stem, Path(name).suffix, text) for _, _, name, text in found] == [
            (module.name, ".bas" if module.kind == "standard" else ".cls", module.text) for module in MODULES
        ]

    def test_pyopenvba_finds_every_module_through_the_projects_own_lists(self, written: bytes) -> None:
        project = vba.parse_vba_project(cfb.CFB.from_bytes(written))
        assert [(found.name, found.text_offset, found.source) for found in project.modules] == [
            (module.name, 0, module.text) for module in MODULES
        ]

    def test_there_is_a_module_for_the_workbook_and_for_each_sheet(self) -> None:
        documents = [module.name for module in MODULES if module.kind == "document"]
        assert documents == ["ThisWorkbook", *(f"Sheet{number}" for number in range(1, SHEETS + 1))]


class TestContainer:
    """The file is sound, to readers stricter than Excel."""

    def test_olefile_finds_nothing_wrong(self, written: bytes) -> None:
        with opened(written) as file:
            assert file.parsing_issues == []

    def test_pyopenvba_finds_nothing_wrong(self, written: bytes) -> None:
        container = cfb.CFB.from_bytes(written)
        assert vba.parse_vba_project(container).validate(container) == []
        integrity._cfb_check(written)  # raises; what its check of whole workbooks does with this part

    def test_it_holds_the_streams_that_a_project_needs_and_no_others(self, streams: dict[str, bytes]) -> None:
        assert set(streams) == {
            "PROJECT",
            "PROJECTwm",
            "VBA/dir",
            "VBA/_VBA_PROJECT",
            *(f"VBA/{name}" for name in NAMES),
        }

    def test_it_holds_no_compiled_code(self, streams: dict[str, bytes]) -> None:
        # 2.3.4.1: the version is 0xFFFF on write, and no cache follows. A cache of other streams is __SRP_.
        assert streams["VBA/_VBA_PROJECT"] == bytes.fromhex("CC61FFFF000100")
        assert not any("__SRP_" in path for path in streams)

    def test_it_is_the_same_in_every_run(self, written: bytes) -> None:
        program = (
            "import hashlib; from plm_ratios.hosts.excel import project;"
            f" print(hashlib.sha256(project.project({SHEETS})).hexdigest())"
        )
        path = str(Path(plm_ratios.__file__).parents[1])
        prints = {
            subprocess.run(
                [sys.executable, "-c", program],
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(prints) == 1


class Record(NamedTuple):
    """A record of the dir stream."""

    number: int
    data: bytes


def records(data: bytes) -> Iterator[Record]:
    """The records of a dir stream (2.3.4.2)."""
    position = 0
    while position < len(data):
        number, size = struct.unpack_from("<HI", data, position)
        if number == 0x09:  # PROJECTVERSION counts its major version only, not the minor one
            size += 2
        yield Record(number, data[position + 6 : position + 6 + size])
        position += 6 + size
    assert position == len(data)


def texts(found: list[Record], number: int, encoding: str = "cp1252") -> list[str]:
    return [record.data.decode(encoding) for record in found if record.number == number]


@pytest.fixture(scope="module")
def listed(streams: dict[str, bytes]) -> list[Record]:
    """The dir stream of the project."""
    return list(records(by_oletools(streams["VBA/dir"])))


class TestLists:
    """The three lists of modules agree."""

    def test_project(self, streams: dict[str, bytes]) -> None:
        lines = streams["PROJECT"].decode("cp1252").split("\r\n")
        found = [line for line in lines if re.match("Document|Module|Class", line)]
        suffix = {"document": "/&H00000000"}
        wanted = [f"{KINDS[kind]}={name}{suffix.get(kind, '')}" for name, kind, _ in MODULES]
        assert found == wanted
        assert lines[-1] == ""
        assert not any("\n" in line or "\r" in line for line in lines)
        workspace = lines[lines.index("[Workspace]") + 1 : -1]
        assert [line.split("=")[0] for line in workspace] == NAMES

    def test_projectwm(self, streams: dict[str, bytes]) -> None:
        wanted = b"".join(
            name.encode("cp1252") + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in NAMES
        )
        assert streams["PROJECTwm"] == wanted + b"\0\0"

    def test_dir_lists_the_same_names_in_both_encodings(self, listed: list[Record]) -> None:
        # MODULENAME, MODULENAMEUNICODE, MODULESTREAMNAME and its unicode.
        for number, encoding in (
            (0x19, "cp1252"),
            (0x47, "utf-16-le"),
            (0x1A, "cp1252"),
            (0x32, "utf-16-le"),
        ):
            assert texts(listed, number, encoding) == NAMES
        (count,) = (record.data for record in listed if record.number == 0x0F)
        assert int.from_bytes(count, "little") == len(MODULES)

    def test_dir_lists_the_kinds(self, listed: list[Record]) -> None:
        kinds = [record.number for record in listed if record.number in (0x21, 0x22)]
        assert kinds == [0x21 if module.kind == "standard" else 0x22 for module in MODULES]

    def test_dir_says_that_the_text_starts_the_stream(self, listed: list[Record]) -> None:
        offsets = [record.data for record in listed if record.number == 0x31]
        assert offsets == [bytes(4)] * len(MODULES)

    def test_dir_holds_no_cookies(self, listed: list[Record]) -> None:
        # Marks of compiled code; 0xFFFF on write (2.3.4.2.3).
        cookies = [record.data for record in listed if record.number in (0x13, 0x2C)]
        assert cookies == [b"\xff\xff"] * (1 + len(MODULES))

    def test_dir_lists_the_two_references_of_a_new_workbook(self, listed: list[Record]) -> None:
        assert texts(listed, 0x16) == texts(listed, 0x3E, "utf-16-le") == ["stdole", "Office"]
        libraries = [record.data for record in listed if record.number == 0x0D]
        for library in libraries:
            size = int.from_bytes(library[:4], "little")
            assert library[4 + size :] == bytes(6)
        assert [library[4:].split(b"#")[0] for library in libraries] == [
            rb"*\G{00020430-0000-0000-C000-000000000046}",
            rb"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}",
        ]

    def test_dir_ends_where_its_records_end(self, listed: list[Record]) -> None:
        assert listed[0].number == 0x01
        assert listed[-1] == Record(0x10, b"")
        assert sum(record.number == 0x2B for record in listed) == len(MODULES)  # the end of each module


def unmasked(text: str) -> tuple[int, int, bytes]:
    """Version, key of the project and data behind CMG, DPB or GC (2.4.3.3)."""
    seed, version, key, *masked = bytes.fromhex(text)
    plain, last, before = seed ^ key, key, version
    found = []
    for byte in masked:
        plain = byte ^ ((before + plain) & 0xFF)
        before, last = last, byte
        found.append(plain)
    data = bytes(found[(seed & 6) // 2 :])  # after a few bytes to ignore
    assert int.from_bytes(data[:4], "little") == len(data[4:])
    return seed ^ version, seed ^ key, data[4:]


class TestProtection:
    """Everybody can read and change the project."""

    NOT_PROTECTED, NO_PASSWORD, VISIBLE = bytes(4), b"\0", b"\xff"
    WANTED = (("CMG", NOT_PROTECTED), ("DPB", NO_PASSWORD), ("GC", VISIBLE))

    def test_it_is_open(self, streams: dict[str, bytes]) -> None:
        said = dict(re.findall(r'^(\w+)="(.*)"\r$', streams["PROJECT"].decode("cp1252"), re.MULTILINE))
        key = sum(said["ID"].encode()) & 0xFF
        assert re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", said["ID"])
        for name, data in self.WANTED:
            assert unmasked(said[name]) == (2, key, data), name

    def test_the_decoder_reads_what_office_wrote(self) -> None:
        # The example of [MS-OVBA] 3.1.3.
        key = sum(b"{917DED54-440B-4FD1-A5C1-74ACF261E600}") & 0xFF
        written = ("0705D8E3D8EDDBF1DBF1DBF1DBF1", "0E0CD1ECDFF4E7F5E7F5E7", "1517CAF1D6F9D7F9D706")
        for text, (_, data) in zip(written, self.WANTED):
            assert unmasked(text) == (2, key, data)


def random_text(length: int, seed: int = 0) -> bytes:
    """Incompressible, of the characters that cp1252 has."""
    letters = bytes(byte for byte in range(32, 256) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
    return bytes(random.Random(seed).choices(letters, k=length))


LINES = st.lists(
    st.sampled_from([b"    Dim index As Long\r\n", b"End Function\r\n", b"\r\n", b"x", b"ab", b"'" * 70]),
    max_size=600,
).map(b"".join)
PIECES = st.lists(st.one_of(LINES, st.binary(max_size=300)), max_size=8).map(b"".join)


class TestCompression:
    """Two readers decompress whatever is compressed."""

    @DECOMPRESSORS
    @pytest.mark.parametrize(
        "text",
        [
            b"a",
            b"aa",
            b"aaa",
            b"a" * 4096,
            b"a" * 4097,
            b"a" * 100_000,
            b"abc" * 5000,
            b"\r\n" * 4096,
            bytes(range(256)) * 16,
            b"Attribute VB_Name\r\n" * 216,
            random_text(4096),
            random_text(4097),
            random_text(2 * 4096 + 3640),  # raw chunks, then the longest that always fits a compressed one
        ],
        ids=lambda text: f"{len(text)} bytes {text[:3].hex()}",
    )
    def test_a_text_round_trips(self, text: bytes, decompress: Decompress) -> None:
        assert decompress(compress(text)) == text

    @pytest.mark.parametrize("length", [4095, 4096, 4097, 8191, 8192, 8193])
    def test_a_text_that_ends_about_where_a_chunk_ends_round_trips(self, length: int) -> None:
        text = (b"Public Function F(x As Variant) As Variant\r\n" * 200)[:length]
        assert by_oletools(compress(text)) == by_pyopenvba(compress(text)) == text

    @given(PIECES)
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_any_text_round_trips(self, text: bytes) -> None:
        packed = compress(text)
        assert by_pyopenvba(packed) == text
        if text:  # oletools takes no container without a chunk
            assert by_oletools(packed) == text

    def test_nothing_is_a_container_without_chunks(self) -> None:
        assert compress(b"") == b"\x01"
        assert by_pyopenvba(b"\x01") == b""

    def test_an_end_that_could_not_be_read_back_exactly_is_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot be stored exactly"):
            compress(random_text(4096 + 4000))

    def test_what_does_not_compress_is_stored_raw(self) -> None:
        text = random_text(4096)
        assert compress(text) == b"\x01" + struct.pack("<H", 0x3000 | 4095) + text  # 2.4.1.1.5

    def test_the_texts_of_the_workbook_shrink(self) -> None:
        text = b"".join(module.text.encode("cp1252") for module in MODULES)
        assert len(compress(text)) < len(text) / 2


SIZES = st.sampled_from([0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097])


def names(file: olefile.OleFileIO, entry: int) -> list[str]:
    """The names of a storage in the order of its tree, whose rules are checked on the way (2.6.4)."""

    def walk(number: int, parent_is_red: bool) -> tuple[list[str], int]:
        if number == olefile.NOSTREAM:
            return [], 1
        here = file.direntries[number]
        red = here.color == 0
        assert not (red and parent_is_red), "a red entry below a red one"
        left, blacks = walk(here.sid_left, red)
        right, others = walk(here.sid_right, red)
        assert blacks == others, "ways down with more and with fewer black entries"
        return [*left, here.name, *right], blacks + (not red)

    return walk(file.direntries[entry].sid_child, False)[0]


class TestCompoundFile:
    """Streams of any size, and as many as it takes."""

    @given(st.lists(SIZES, max_size=40), st.lists(SIZES, max_size=5))
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @example([4097] * 40, [4096] * 5)  # several sectors of directory and of allocation table
    @example([63] * 60, [65])  # the mini stream's own table takes more than one sector
    @example([], [])
    @example([0], [0])
    def test_every_stream_comes_back(self, outside: list[int], inside: list[int]) -> None:
        wanted = {f"S{number}": random_text(size, number) for number, size in enumerate(outside)}
        below = {f"T{number}": random_text(size, ~number) for number, size in enumerate(inside)}
        data = compound_file({**wanted, "Storage": below})
        assert len(data) % 512 == 0
        with opened(data) as file:
            assert file.parsing_issues == []
            found = {"/".join(path): file.openstream(path).read() for path in file.listdir()}
            assert found == {**wanted, **{f"Storage/{name}": text for name, text in below.items()}}
            assert file.exists("Storage")
        integrity._cfb_check(data)

    @pytest.mark.parametrize("size", [1, 64 * 1024, 70 * 1024, 1024 * 1024])
    def test_the_allocation_table_grows(self, size: int) -> None:
        content = random_text(size)
        data = compound_file({"Big": content})
        with opened(data) as file:
            assert file.parsing_issues == []
            assert file.openstream("Big").read() == content
            assert file.num_fat_sectors == -(-(len(data) // 512 - 1) // 128)
        assert size < 65 * 1024 or file.num_fat_sectors > 1

    @pytest.mark.parametrize("sectors", [*range(120, 132), *range(248, 260)])
    def test_the_allocation_table_lists_itself(self, sectors: int) -> None:
        data = compound_file({"Big": bytes(512 * sectors)})
        with opened(data) as file:
            assert file.num_fat_sectors == -(-(len(data) // 512 - 1) // 128)
            assert len(file.openstream("Big").read()) == 512 * sectors

    @pytest.mark.parametrize("count", range(20))
    def test_a_storage_is_a_tree_that_windows_can_search(self, count: int) -> None:
        wanted = [*"bAc", "aa", "B2", "Zz", "dir", "_VBA_PROJECT", "Sheet10", "Sheet9", "sheet1"][:count]
        wanted += [f"Module{number}" for number in range(count - len(wanted))]
        with opened(compound_file(dict.fromkeys(wanted, b"x"))) as file:
            assert names(file, 0) == sorted(wanted, key=lambda name: (len(name), name.upper()))

    def test_the_projects_storages_are_such_trees(self, written: bytes) -> None:
        with opened(written) as file:
            assert names(file, 0) == ["VBA", "PROJECT", "PROJECTwm"]
            inside = names(file, next(i for i, entry in enumerate(file.direntries) if entry.name == "VBA"))
        assert inside == sorted([*NAMES, "dir", "_VBA_PROJECT"], key=lambda name: (len(name), name.upper()))

    @pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a\\b", "a:b", "a!b"])
    def test_a_name_it_cannot_hold_is_refused(self, name: str) -> None:
        with pytest.raises(ValueError, match=re.escape(repr(name))):
            compound_file({name: b""})

    def test_more_than_it_can_list_is_refused(self) -> None:
        assert compound_file({"Big": bytes(7_000_000)})
        with pytest.raises(ValueError, match="7 MB"):
            compound_file({"Big": bytes(7_200_000)})


def module(name: str = "Mine", *lines: str) -> Module:
    return Module(name, "standard", "\r\n".join([f'Attribute VB_Name = "{name}"', *lines, ""]))


class TestErrors:
    """What VBA would not take is refused, with the place."""

    @pytest.mark.parametrize("name", ["", "1st", "_x", "two words", "a-b", "größe", "x" * 32, "a.b", "x\n"])
    def test_a_bad_name(self, name: str) -> None:
        with pytest.raises(ValueError, match=re.escape(repr(name))):
            Project([module(name)]).to_bytes()

    def test_a_name_of_31_letters_is_good(self) -> None:
        assert Project([module("x" * 31)]).to_bytes()

    def test_two_modules_of_one_name(self) -> None:
        with pytest.raises(ValueError, match="two modules MINE"):
            Project([module("Mine"), module("MINE")]).to_bytes()

    def test_a_line_too_long(self) -> None:
        assert Project([module("Mine", "'" * 1023)]).to_bytes()
        with pytest.raises(ValueError, match=r"Line 3 of Mine .* 1023"):
            Project([module("Mine", "", "'" * 1024)]).to_bytes()

    @pytest.mark.parametrize("character", ["→", "Ω", "日", "\x81"])
    def test_a_character_that_vba_cannot_store(self, character: str) -> None:
        with pytest.raises(ValueError, match=f"{re.escape(repr(character))} in Mine"):
            Project([module("Mine", f"' a {character} b")]).to_bytes()

    def test_a_character_of_its_code_page_is_stored(self) -> None:
        with opened(Project([module("Mine", "' 20 € für Zoë")]).to_bytes()) as file:
            assert "€ für Zoë".encode("cp1252") in by_oletools(file.openstream("VBA/Mine").read())

    def test_a_file_without_a_name(self) -> None:
        with pytest.raises(ValueError, match="VB_Name"):
            standard_module("Option Explicit\n")


class TestClassModule:
    """A .cls file as a project stores it."""

    TEXT = (
        "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
        'Attribute VB_Name = "Thing"\r\n'
        "Attribute VB_GlobalNameSpace = False\r\n"
        "Attribute VB_Creatable = False\r\n"
        "Attribute VB_PredeclaredId = True\r\n"
        "Attribute VB_Exposed = True\r\n"
        'Attribute VB_Description = "A thing\\r\\nof two lines"\r\n'
        "Option Explicit\r\n"
        "\r\n"
        "Public Property Get Item() As Variant\r\n"
        "Attribute Item.VB_UserMemId = 0\r\n"
        "End Property\r\n"
    )

    def test_it_keeps_every_attribute(self) -> None:
        made = class_module(self.TEXT)
        assert (made.name, made.kind) == ("Thing", "class")
        for line in re.findall(r"Attribute .*\r\n", self.TEXT):
            assert made.text.count(line) == 1, line

    def test_without_a_name_it_is_refused(self) -> None:
        with pytest.raises(ValueError, match="names its class"):
            class_module("VERSION 1.0 CLASS\r\nBEGIN\r\nEND\r\nOption Explicit\r\n")

    def test_it_keeps_what_a_class_says_of_itself(self) -> None:
        text = class_module('Attribute VB_Name = "Thing"\nAttribute VB_Creatable = True\n').text
        assert "Attribute VB_Creatable = True\r\n" in text
        assert "VB_Creatable = False" not in text

    def test_it_drops_what_projects_do_not_store(self) -> None:
        made = class_module(self.TEXT).text
        assert made.startswith('Attribute VB_Name = "Thing"\r\n')
        assert not any(word in made for word in ("VERSION", "BEGIN", "MultiUse"))

    def test_it_adds_what_files_leave_out(self) -> None:
        made = class_module(self.TEXT).text
        for key in ("VB_Base", "VB_TemplateDerived", "VB_Customizable"):
            assert made.count(f"Attribute {key} = ") == 1

    def test_the_code_stays_as_it_is(self) -> None:
        code = self.TEXT[self.TEXT.index("Option Explicit") :]
        assert class_module(self.TEXT).text.endswith(f'of two lines"\r\n{code}')

    def test_line_ends_do_not_matter(self) -> None:
        assert class_module(self.TEXT.replace("\r\n", "\n")) == class_module(self.TEXT)

    def test_a_document_says_whether_it_is_the_workbook_or_a_sheet(self) -> None:
        said = {module.name: re.findall(r'VB_Base = "0\{(\d+)', module.text) for module in MODULES[:2]}
        assert said == {"ThisWorkbook": ["00020819"], "Sheet1": ["00020820"]}
        assert document_module("Sheet1").text == MODULES[1].text


class TestOfXlwings:
    """The module in the workbook and the package that answers it are of one version."""

    INSTALLED = importlib.metadata.version("xlwings")

    def text(self) -> str:
        return next(module.text for module in MODULES if module.name == "xlwings")

    def test_it_is_the_installed_packages_own_but_for_two_things(self) -> None:
        spec = importlib.util.find_spec("xlwings")
        assert spec is not None and spec.origin is not None
        shipped = Path(spec.origin).with_name("xlwings.bas").read_bytes().decode("ascii").splitlines()
        first, private, *rest = self.text().splitlines()
        assert (first, private) == (shipped[0], "Option Private Module")
        # The other: names of our functions have capitals, which to VBA are the same names.
        assert [line.lower() for line in rest] == [line.lower() for line in shipped[1:]]
        changed = [(new, old) for new, old in zip(rest, shipped[1:]) if new != old]
        assert changed
        for new, old in changed:
            assert new == re.sub(r"\bsource\b", "SOURCE", old)

    def test_its_texts_and_comments_stay_as_they_are(self) -> None:
        assert workbook.in_our_spelling('x = "a source" & Source \' the source\r\nratio = tokens1') == (
            'x = "a source" & SOURCE \' the source\r\nRATIO = tokens1'
        )

    def test_its_version_is_the_packages(self) -> None:
        assert workbook.xlwings_version() == self.INSTALLED
        assert f"xlwings64-{self.INSTALLED}.dll" in self.text()
        assert f'XLWINGS_VERSION As String = "{self.INSTALLED}"' in self.text()

    def test_the_dependency_asks_for_this_version(self) -> None:
        dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "dependencies"
        ]
        (asked,) = (need for need in map(Requirement, dependencies) if need.name == "xlwings")
        assert str(asked.specifier) == f"=={self.INSTALLED}"


PROCEDURE = re.compile(
    r"^\s*(?P<scope>Public |Private |Friend )?(?:Static )?(?:Declare (?:PtrSafe )?)?"
    r"(?:Function|Sub|Property (?:Get|Let|Set)) (?P<name>\w+)",
    re.MULTILINE,
)


def procedures(text: str, private: bool = True) -> set[str]:
    """The names of a module's procedures, in small letters: VBA does not tell them apart."""
    found = PROCEDURE.finditer(text)
    return {match["name"].lower() for match in found if private or match["scope"] != "Private "}


class TestTexts:
    """Our modules are such that any VBA takes them."""

    OURS = tuple(module for module in MODULES if module.name not in OTHERS)
    STANDARD = tuple(module for module in MODULES if module.kind == "standard")

    @pytest.mark.parametrize("module", OURS, ids=lambda module: module.name)
    def test_a_module_is_plain(self, module: Module) -> None:
        assert module.text.isascii()
        assert "\t" not in module.text
        assert module.text.count("\n") == module.text.count("\r") == module.text.count("\r\n")
        assert max(map(len, module.text.split("\r\n"))) <= 1023

    @pytest.mark.parametrize(
        "module", [m for m in OURS if not m.name.startswith("Sheet")], ids=lambda module: module.name
    )
    def test_a_module_with_code_declares_its_variables(self, module: Module) -> None:
        assert "\r\nOption Explicit\r\n" in module.text

    @pytest.mark.parametrize("module", OURS, ids=lambda module: module.name)
    def test_a_statement_goes_over_at_most_25_lines(self, module: Module) -> None:
        assert not re.search(r"(?: _\r\n[^\r]*){25}", module.text)

    def test_no_module_is_named_as_a_procedure(self) -> None:
        named = {name for module in MODULES for name in procedures(module.text)}
        assert "plmanswer" in named and "xlpy" in named
        assert not named & {name.lower() for name in NAMES}

    def test_no_public_procedure_is_there_twice(self) -> None:
        counted = Counter(name for module in self.STANDARD for name in procedures(module.text, private=False))
        assert counted["ratio"] == counted["runpython"] == 1
        assert [name for name, count in counted.items() if count > 1] == []

    OFFERED = tuple(m for m in STANDARD if "\r\nOption Private Module\r\n" not in m.text)

    def test_only_the_functions_and_the_buttons_are_offered_to_people(self) -> None:
        # Others would stand in the function wizard or in the list of macros.
        assert {module.name for module in self.OFFERED} == {"PlmFunctions", "PlmButtons"}

    def offered(self, kind: str) -> list[str]:
        """The names of the public functions or macros of the modules that Excel shows."""
        pattern = re.compile(rf"^\s*(?:Public )?(?:Static )?{kind} (\w+)", re.MULTILINE)
        return [name for module in self.OFFERED for name in pattern.findall(module.text)]

    def test_the_wizard_shows_our_functions_and_no_others(self) -> None:
        assert self.offered("Function") == list(FUNCTIONS)

    def test_the_list_of_macros_shows_the_buttons_and_no_others(self) -> None:
        assert self.offered("Sub") == ["PlmRecalculate", "PlmCheckSetup", "PlmExportSlides"]

    def test_an_option_stands_before_all_declarations(self) -> None:
        for module in MODULES:
            lines = [
                line
                for line in module.text.split("\r\n")
                if line and not line.startswith(("Attribute ", "'", "#"))
            ]
            options = [number for number, line in enumerate(lines) if line.startswith("Option ")]
            assert options == list(range(len(options))), module.name

    def test_no_name_is_spelt_like_a_function_but_for_its_case(self) -> None:
        # VBA has one spelling for a name in the whole project, and Excel would show the function so.
        pattern = re.compile(r"\"[^\"\r\n]*\"|'[^\r\n]*|\b(?P<name>[A-Za-z]\w*)")
        strange = {
            (module.name, found["name"])
            for module in (*MODULES, *addin.modules(SHEETS))
            for found in pattern.finditer(module.text)
            if found["name"] and found["name"].upper() in FUNCTIONS and not found["name"].isupper()
        }
        assert strange == set()
