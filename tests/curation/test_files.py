"""YAML is read strictly, formatted without loss, and written whole."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any, Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from plm_ratios import files as whole_files
from plm_ratios.catalog.texts import name_fault
from plm_ratios.curation import schema, strict_yaml, user_yaml, yaml_files
from plm_ratios.curation.yaml_files import canonical, header, stray_comments

MODELS, DATASETS, SOURCES, EDITION = "models/tiny.yaml", "datasets.yaml", "sources.yaml", "edition.yaml"


class TestReading:
    @pytest.mark.parametrize(
        ("name", "passage", "by", "told"),
        [
            (MODELS, "kind: protein", "kind: protein\n  kind: dna", 'the key "kind" occurs twice'),
            (MODELS, "    sequences:\n", "    train_steps:\n", 'the key "train_steps" occurs twice'),
            (SOURCES, "roe2025:", "doe2024:", 'the key "doe2024" occurs twice'),
            (MODELS, "facts:\n", "facts: [\n", "models/tiny.yaml"),
            (MODELS, "name: Tiny 1M", "name: Tiny: 1M", "mapping values are not allowed here"),
            (MODELS, "name: Tiny 1M", "name: !!python/name:os.system x", "could not determine a constructor"),
            (MODELS, "name: Tiny 1M", "[a]: b", "unhashable"),
            (MODELS, "name: Tiny 1M", "name: \tTiny", "cannot start any token"),
        ],
    )
    def test_bad_yaml_is_told_with_its_line(
        self, folder: Any, name: str, passage: str, by: str, told: str
    ) -> None:
        folder.change(name, passage, by)
        (problem,) = folder.problems()
        assert problem.where == name
        assert told in str(problem) and "line" in problem.what and "\n" not in problem.what

    @pytest.mark.parametrize("name", [EDITION, SOURCES, DATASETS])
    def test_a_missing_file_is_one_problem(self, folder: Any, name: str) -> None:
        (folder.path / name).unlink()
        first, *rest = folder.problems()
        assert str(first) == f"{name}: the file is missing"
        assert all("cannot be read" in problem.what for problem in rest)

    def test_a_catalog_that_is_not_there(self, tmp_path: Path) -> None:
        assert [p.what for p in yaml_files.read(tmp_path / "nowhere").problems] == ["the file is missing"] * 3

    def test_a_file_in_another_encoding(self, folder: Any) -> None:
        (folder.path / MODELS).write_bytes("- id: tüny".encode("latin-1"))
        assert [p.where for p in folder.problems()] == [MODELS]

    @pytest.mark.parametrize(
        ("name", "text", "what"),
        [
            (MODELS, "id: tiny\n", "must hold a list of entries"),
            (MODELS, "", "must hold a list of entries"),
            (DATASETS, "# nothing yet\n", "must hold a list of entries"),
            (SOURCES, "- doe2024\n", "must hold a mapping"),
            (EDITION, "2026-01-31\n", "must hold a mapping"),
        ],
    )
    def test_a_file_of_another_shape(self, folder: Any, name: str, text: str, what: str) -> None:
        folder.write(name, text)
        assert f"{name}: {what}" in map(str, folder.problems())

    @pytest.mark.parametrize("written", ["2024", "2024-05", "2024-05-17"])
    def test_a_date_is_no_more_than_the_source_says(self, folder: Any, written: str) -> None:
        folder.change(MODELS, "released: 2024-05", f"released: {written}")
        assert yaml_files.read(folder.path).models[0].released == written

    def test_the_order_of_the_entries_is_that_of_the_files(self, folder: Any) -> None:
        folder.write("models/big.yaml", "- id: big\n  name: Big\n  family: Big\n  kind: protein\n")
        assert [model.id for model in yaml_files.read(folder.path).models] == ["big", "tiny-1m", "tiny-9m"]


def outcome(load: Callable[[str], Any], text: str) -> tuple[bool, str]:
    """Whether a text could be read, and what it holds or what is wrong with it."""
    try:
        return True, repr(load(text))
    except yaml.YAMLError as error:
        return False, str(error)


@pytest.mark.parametrize(
    "value",
    ["2022-13-45", "2022-02-30 10:00:00", *(f"!!{tag} ü" for tag in ("int", "float", "timestamp", "bool"))],
)
def test_a_value_that_does_not_fit_its_type_is_a_problem_with_its_line(tmp_path: Path, value: str) -> None:
    (tmp_path / "edition.yaml").write_text(f"license: CC BY 4.0\nedition: {value}\n", encoding="utf-8")
    said = [str(each) for each in yaml_files.read(tmp_path).problems if each.where == "edition.yaml"]
    assert len(said) == 1
    assert "is no value of its type" in said[0] and "line 2" in said[0]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_loader_in_c_reads_what_the_one_in_python_reads(data: Any) -> None:
    """Pieces of a real file with a few other characters in them: the same data, and the same error where both
    reject them. The loader in C accepts a few oddities that the other one rejects, such as {?a: 1}."""
    lines = (yaml_files.DATA / "laws.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    first = data.draw(st.integers(0, len(lines) - 12))
    text = "".join(lines[first : first + data.draw(st.integers(1, 12))])
    for piece in data.draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3)):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "_FastLoader", strict_yaml._Loader)
        in_python = outcome(strict_yaml.load, text)
    given = outcome(strict_yaml.load, text)
    assert given == in_python or (given[0] and not in_python[0])


PIECES = (
    *"\n :-#'\"[]{},&*!|>%@`?~=<.01_\t\0\a\r\x85\u2028\u200b\ufeffé😀",
    *(
        "---\n",
        "...\n",
        "? ",
        "- ",
        "<<: ",
        "!!int ",
        "&a ",
        "*a",
        "%YAML 1.2\n---\n",
        "\r\n",
        "0x1F",
        "1:30",
    ),
)


# Texts that would take all memory, the whole stack or for ever, and what is said of them instead.
BOMBS = {
    "brackets": ("models: " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    "open brackets": ("models: " + "[" * 200_000, "nested too deeply"),
    "dashes": ("models:\n" + "- " * 50_000 + "a", "nested too deeply"),
    "keys in keys": ("".join(f"{' ' * depth}a:\n" for depth in range(2000)), "nested too deeply"),
    "many bytes and deep": ("# x\n" * 300_000 + "models:\n" + "- " * 5000 + "a", "nested too deeply"),
    "sixtieths": ("models: 1" + ":1" * 200_000, "a number has 400,001 characters"),
    "digits": ("models: " + "9" * 5000, "a number has 5,000 characters"),
    "merged keys": ("a: &a {k: 1}\nb: &b {<<: [*a, *a]}\nmodels: {<<: [*b, *b]}", "tag:yaml.org,2002:merge"),
    "itself": ("models: &a\n- *a\n", "valid dictionary"),
    "nested id": ("models:\n- id: " + "[" * 900 + "]" * 900, "models 1: id: "),
    "aliases": (
        "a0: &a0 [x, x]\n"
        + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(60))
        + "models: *a60",
        "holds models, datasets and sources",
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_has_no_end_is_a_problem_in_one_short_line(tmp_path: Path, bomb: str) -> None:
    text, said = BOMBS[bomb]
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    problems = [str(each) for each in user_yaml.read(tmp_path / "own.yaml").problems]
    assert any(said in each for each in problems), problems
    assert all(len(each) < 500 and "\n" not in each for each in problems)


def test_a_file_larger_than_any_catalog_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "own.yaml", "wb") as file:
        file.truncate(strict_yaml.MOST_BYTES + 1)  # takes no room on the disk
    (problem,) = user_yaml.read(tmp_path / "own.yaml").problems
    assert "larger than such a file may be" in problem.what


def test_the_last_of_very_many_keys_is_found_twice() -> None:
    """Each key was once compared with all others: these took minutes."""
    keys = [f"s{number}: x\n" for number in range(20_000)]
    assert len(strict_yaml.load("".join(keys))) == 20_000
    with pytest.raises(yaml.YAMLError, match='the key "s19999" occurs twice'):
        strict_yaml.load("".join([*keys, keys[-1]]))


class TestFormat:
    def test_the_header_comment_stays(self, folder: Any) -> None:
        folder.change(MODELS, "# Tiny: an example.\n", "# Tiny: an example.\n# By Doe.\n")
        assert canonical(folder.path / MODELS, folder.path).startswith(
            "# Tiny: an example.\n# By Doe.\n\n- id: tiny-1m\n"
        )

    def test_it_orders_keys_and_facts_and_marks_thousands(self, folder: Any) -> None:
        folder.write(
            DATASETS,
            "- {facts: {avg_length: [{confidence: high, locator: p. 1, source: doe2024, value: 300}], "
            "sequences: [{source: doe2024, value: 5000000, locator: p. 1, confidence: high}]}, "
            'aliases: [], name: "Big Set", id: bigset}\n- {name: B, id: b}\n',
        )
        assert canonical(folder.path / DATASETS, folder.path) == (
            "- id: bigset\n"
            "  name: Big Set\n"
            "  facts:\n"
            "    sequences:\n"
            "      - value: 5_000_000\n"
            "        source: doe2024\n"
            "        locator: p. 1\n"
            "        confidence: high\n"
            "    avg_length:\n"
            "      - value: 300\n"
            "        source: doe2024\n"
            "        locator: p. 1\n"
            "        confidence: high\n"
            "\n"
            "- id: b\n"
            "  name: B\n"
        )

    def test_sources_are_sorted(self, folder: Any) -> None:
        folder.write(SOURCES, "roe2025: {title: Roe}\ndoe2024: {year: 2024, title: Doe}\n")
        text = canonical(folder.path / SOURCES, folder.path)
        assert text == "doe2024:\n  title: Doe\n  year: 2024\nroe2025:\n  title: Roe\n"

    def test_what_breaks_the_schema_has_no_canonical_form(self, folder: Any) -> None:
        folder.change(MODELS, "kind: protein", "kind: peptide")
        with pytest.raises(ValueError, match="kind"):
            canonical(folder.path / MODELS, folder.path)

    @pytest.mark.parametrize("name", [EDITION, SOURCES, DATASETS, MODELS])
    def test_formatting_twice_changes_nothing(self, folder: Any, name: str) -> None:
        once = canonical(folder.path / name, folder.path)
        assert once == folder.read(name)

    @pytest.mark.parametrize(
        ("passage", "by", "line"),
        [
            ("  family: Tiny\n", "  # a family\n  family: Tiny\n", 5),
            ("family: Tiny\n", "family: Tiny  # a family\n", 5),
            ("facts:\n", "facts: # numbers\n", 40),
            ("[1_000_000_000, 2", "[1_000_000_000,  # low\n 2", 112),
        ],
    )
    def test_a_comment_that_would_be_lost_is_a_problem(
        self, folder: Any, passage: str, by: str, line: int
    ) -> None:
        folder.change(MODELS, passage, by)
        assert stray_comments(folder.read(MODELS)) == [line]
        told = [str(problem) for problem in folder.problems()]
        assert f"models/tiny.yaml:{line}: a comment below the header would be lost; make it a note" in told

    @pytest.mark.parametrize(
        "text", ["Tab#1", "'Table # 1'", '"Table # 1"', "|-\n            Table\n            # 1"]
    )
    def test_a_hash_that_is_no_comment_is_none(self, folder: Any, text: str) -> None:
        folder.change(MODELS, "locator: Methods", f"locator: {text}")
        assert stray_comments(folder.read(MODELS)) == []
        assert "#" in yaml_files.read(folder.path).models[0].citations["objective"].locator


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), min_size=1
).filter(str.strip)
names = words.filter(lambda text: not name_fault(text))
numbers = st.integers(1, 10**15) | st.floats(1e-3, 1e15)


@settings(deadline=None)
@given(data=st.data())
def test_every_entry_survives_formatting(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    """What is read back is what was written, and a second formatting changes nothing."""
    facts = st.fixed_dictionaries(
        {"value": numbers, "source": st.just("doe2024"), "locator": words, "confidence": st.just("high")},
        optional={"unit": words, "quote": words.filter(lambda text: len(text.split()) <= 40)},
    )
    entry = {
        "id": data.draw(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,10}", fullmatch=True)),
        "name": data.draw(names),
        "aliases": data.draw(st.lists(names, max_size=3)),
        "facts": {"sequences": data.draw(st.lists(facts, min_size=1, max_size=3))},
    }
    folder = tmp_path_factory.mktemp("formatted")
    path = folder / DATASETS
    path.write_text("# Header.\n" + yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
    meant = schema.Dataset.model_validate(entry)
    text = canonical(path, folder)
    path.write_text(text, encoding="utf-8", newline="\n")
    assert yaml_files.read(folder).datasets == [meant]
    assert canonical(path, folder) == text
    assert header(text) == "# Header.\n"


class TestWriting:
    def test_a_file_is_replaced_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "file.txt"
        path.write_text("old")
        yaml_files.write(path, "new\n")
        assert path.read_bytes() == b"new\n"
        assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]

    @pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
    def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(
        self, tmp_path: Path, error: type[BaseException]
    ) -> None:
        path = tmp_path / "file.txt"
        path.write_text("old")

        def write() -> None:
            with whole_files.replacing(path, force=True) as temporary:
                temporary.write_text("half of the n")
                raise error

        with pytest.raises(error):
            write()
        assert path.read_text() == "old"
        assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]

    def test_the_writer_may_put_a_file_of_its_own_there(self, tmp_path: Path) -> None:
        """XlsxWriter and zip tools unlink and write anew."""
        with whole_files.replacing(tmp_path / "file.txt") as temporary:
            temporary.unlink()
            temporary.write_text("new")
        assert (tmp_path / "file.txt").read_text() == "new"

    def test_a_file_that_is_there_is_kept_unless_forced(self, tmp_path: Path) -> None:
        path = tmp_path / "file.txt"
        path.write_text("old")
        with pytest.raises(whole_files.FileExists, match="--force"), whole_files.replacing(path):
            pytest.fail("nothing may be written")
        assert path.read_text() == "old"

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
    def test_others_may_read_what_is_written(self, tmp_path: Path) -> None:
        """The temporary file may not; the umask decides, as for any new file."""
        path, plain = tmp_path / "file.txt", tmp_path / "plain.txt"
        yaml_files.write(path, "new")
        plain.write_text("new")
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
