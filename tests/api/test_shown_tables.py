"""Tables of Python: as rows, frames, dictionaries, JSON, text and HTML; and the chart of a comparison."""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd
import pytest
from lxml import html

import plm_ratios
from own_models import ONE, Mine
from plm_ratios.catalog import load
from plm_ratios.comparison.compare import DEFAULT_MODELS
from plm_ratios.comparison.records import COLUMNS

TABLES = {
    "compare": plm_ratios.compare,
    "catalog": plm_ratios.catalog_table,
    "laws": plm_ratios.laws,
    "claims": plm_ratios.claims,
    "bases": lambda: plm_ratios.bases("ESM-2"),
    "spread": lambda: plm_ratios.spread("ESM-2", "seen"),
    "sources": lambda: plm_ratios.sources("ESM-2 15B"),
    "optimal": lambda: plm_ratios.optimal([1e21, None, 1e24]),
    "frontier": lambda: plm_ratios.frontier(["ESM-2", "ProGen2"]),
}


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> plm_ratios.Table:
    found: plm_ratios.Table = TABLES[request.param]()
    return found


def test_it_is_a_sequence_of_rows(table: plm_ratios.Table) -> None:
    assert len(table) == len(list(table)) == len(table.rows) > 1
    assert table[0] == table.rows[0]
    assert list(table[0]) == table.columns
    assert table[table.columns[0]] == [row[table.columns[0]] for row in table]
    assert table[-2:].rows == table.rows[-2:]
    assert type(table[:1]) is type(table)
    with pytest.raises(KeyError, match="There is no column 'colour'"):
        table["colour"]


def test_it_becomes_a_frame(table: plm_ratios.Table) -> None:
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns
    assert all(name.isidentifier() and name == name.lower() for name in frame.columns)
    for name in table.columns:
        numbers = [value for value in table[name] if isinstance(value, float)]
        if numbers:
            assert frame[name].dtype == "float64"
            assert frame[name].dropna().tolist() == numbers
    assert pd.DataFrame(table.to_dict()).shape == frame.shape


def test_it_becomes_json_that_every_reader_knows(table: plm_ratios.Table) -> None:
    rows = json.loads(table.to_json(), parse_constant=lambda text: pytest.fail(text))
    assert rows == table.rows


def test_it_shows_itself_as_html(table: plm_ratios.Table) -> None:
    page = html.fromstring(table._repr_html_())
    heads = [head.text for head in page.iter("th")]
    lines = [[cell.text or "" for cell in line.iter("td")] for line in page.find(".//tbody")]
    assert page.find(".//caption").text_content()
    assert heads
    assert len(lines) == len(table)
    assert all(len(line) == len(heads) for line in lines)


def test_it_shows_itself_as_text(table: plm_ratios.Table) -> None:
    lines = repr(table).splitlines()
    assert lines[0] == table.caption
    assert set(lines[2]) == {"-", " "}
    assert len(lines) < 40


def test_what_is_shown_is_escaped() -> None:
    page = plm_ratios.compare([{"name": "<b>&", "parameters": 1, "tokens_seen": 20}], "seen")._repr_html_()
    assert "&lt;b&gt;&amp;" in page
    assert "<b>" not in page


def test_without_pandas_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match="pip install pandas"):
        plm_ratios.laws().to_pandas()
    monkeypatch.setitem(sys.modules, "plm_ratios.slides.pictures", None)
    monkeypatch.delattr("plm_ratios.slides.pictures", raising=False)
    with pytest.raises(ModuleNotFoundError, match="is not installed"):
        plm_ratios.compare().plot()


class TestCompare:
    """plm_ratios.compare()."""

    def test_without_models_it_has_the_well_known_ones(self) -> None:
        names = [load().model(name).name for name in DEFAULT_MODELS]
        assert plm_ratios.compare()["model"] == names

    @pytest.mark.parametrize(
        "given",
        [
            "RITA",
            ["RITA"],
            pd.Series(["RITA"]),
            plm_ratios.models("RITA"),
            np.array(["RITA-S", "RITA", "rita-s"]),
        ],
        ids=["family", "list", "Series", "names", "array"],
    )
    def test_models_and_families_are_taken_however_they_come(self, given: object) -> None:
        assert sorted(plm_ratios.compare(given)["model"]) == sorted(plm_ratios.models("RITA"))

    def test_it_has_the_columns_of_a_csv_file(self) -> None:
        assert plm_ratios.compare().columns == list(COLUMNS)

    def test_it_says_on_what_it_rests(self) -> None:
        table = plm_ratios.compare(basis="seen", target=40)
        for words in ("basis: seen", "target: 40", f"catalog {load().label}"):
            assert words in table.caption
        marked = [
            head.text
            for head in html.fromstring(table._repr_html_()).iter("th")
            if "bold" in head.get("style")
        ]
        assert marked == ["Ratio: seen (chosen)"]

    def test_a_model_of_your_own_is_marked(self) -> None:
        mine = {"name": "Mine", "parameters": "1B", "tokens_seen": "20B"}
        table = plm_ratios.compare(["ESM-2 15B", mine], "seen")
        assert table["tokens_per_parameter"] == [57.6, 20]
        assert [row["own_values"] is None for row in table] == [True, False]
        for shown in (repr(table), table._repr_html_()):
            assert "Mine *" in shown
            assert "own, or worked out from it" in shown
        assert "*" not in repr(table[:1])

    def test_a_model_of_a_user_catalog_is_marked(self, mine: Mine) -> None:
        mine.write(ONE)
        assert "Mine 1B *" in repr(plm_ratios.compare("our big one"))

    @pytest.mark.parametrize(
        ("chart", "plots"), [("ratio", 1), ("bases", 1), ("time", 2), ("score", 1), ("plane", 1)]
    )
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_it_draws_the_chart_of_an_export(self, chart: str, plots: int, theme: str) -> None:
        figure = plm_ratios.compare("ESM-2").plot(chart, theme)
        assert figure._repr_png_().startswith(b"\x89PNG")
        assert len(figure.axes) == plots

    @pytest.mark.parametrize("chart", ["ratio", "bases"])
    def test_a_chart_has_the_largest_ratio_first_and_its_finding_as_title(self, chart: str) -> None:
        figure = plm_ratios.compare(["ESM-2 15B", "ESM-2 8M"]).plot(chart)
        names = [text.get_text() for text in figure.axes[0].get_yticklabels()]
        assert [name.split("  ")[0] for name in names] == ["ESM-2 8M", "ESM-2 15B"]
        assert "ESM-2" in figure.title or "models" in figure.title
        assert plm_ratios.compare("ESM-2").plot(chart, title="Mine").title == "Mine"

    def test_what_cannot_be_drawn_is_said(self) -> None:
        with pytest.raises(plm_ratios.NotAvailable, match="nothing to draw"):
            plm_ratios.compare("ESM-2 15B", "unique").plot()
        with pytest.raises(plm_ratios.WrongValue, match='There is no chart "pie"'):
            plm_ratios.compare().plot("pie")


def test_sources_are_all_there() -> None:
    entry = load().model("ESM-2 15B")
    table = plm_ratios.sources("ESM-2 15B")
    assert len(table) == sum(map(len, entry.facts.values()))
    (seen,) = (row for row in table if row["preferred"] and row["quantity"] == "tokens_seen")
    assert (seen["value"], seen["confidence"]) == (864e9, "medium")
    assert all(row["source"] or row["formula"] for row in table)


def test_in_a_list_a_law_without_sizes_says_so_in_its_note() -> None:
    row, without = plm_ratios.optimal(1e21, ["20", "Serrano et al."])
    assert row["tokens_per_parameter"] == pytest.approx(20)
    assert without["parameters"] is None
    assert "exponent" in without["note"]
