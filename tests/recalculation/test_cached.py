"""Values are put into a worksheet's bytes, and nothing else of it changes."""

import pytest

from plm_ratios.ooxml.addresses import Address, Area, parse_reference
from plm_ratios.ooxml.cached_values import number_text, with_values
from plm_ratios.ooxml.worksheet import Sheet, Value
from plm_ratios.ooxml.xml_edits import Edit, splice

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(rows: str, prefix: str = "", head: str = "") -> Sheet:
    colon = prefix + ":" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    body = f"<{colon}sheetData>{rows}</{colon}sheetData>"
    data = f"{head}<{colon}worksheet {name}='{MAIN}'>{body}</{colon}worksheet>"
    return Sheet.read(data.encode(), ["shared & one", "two"])


def patched(rows: str, values: dict, **more) -> str:
    sheet = sheet_of(rows, **more)
    data = with_values(sheet, {Address.parse(place): value for place, value in values.items()})
    again = Sheet.read(data, ["shared & one", "two"])
    for place, value in values.items():
        assert again.value(Address.parse(place)) == value
    text = data.decode()
    return text[text.index("sheetData>") + 10 : text.rindex("</")].rpartition("</")[0]


def N(text: str) -> Value:
    return Value("n", text)


def S(text: str) -> Value:
    return Value("str", text)


def B(text: str) -> Value:
    return Value("b", text)


def E(text: str) -> Value:
    return Value("e", text)


@pytest.mark.parametrize(
    ("cell", "value", "result"),
    [
        ('<c r="A1"><f>X()</f><v>1</v></c>', N("2.5"), '<c r="A1"><f>X()</f><v>2.5</v></c>'),
        ('<c r="A1" s="3"><f>X()</f></c>', N("2"), '<c r="A1" s="3"><f>X()</f><v>2</v></c>'),
        ('<c r="A1"><f>X()</f><v/></c>', N("2"), '<c r="A1"><f>X()</f><v>2</v></c>'),
        ('<c r="A1"><f>X()</f><v>1</v></c>', S("a<b"), '<c r="A1" t="str"><f>X()</f><v>a&lt;b</v></c>'),
        ('<c r="A1" t="str"><f>X()</f><v>a</v></c>', N("2"), '<c r="A1"><f>X()</f><v>2</v></c>'),
        ('<c t="str" r="A1"><f>X()</f><v>a</v></c>', B("1"), '<c t="b" r="A1"><f>X()</f><v>1</v></c>'),
        ("<c r='A1' t='n' ><f>X()</f><v>1</v></c>", N("2"), "<c r='A1' t='n' ><f>X()</f><v>2</v></c>"),
        (
            '<c r="A1" cm="1"><f>X()</f><v>1</v></c>',
            E("#N/A"),
            '<c r="A1" cm="1" t="e"><f>X()</f><v>#N/A</v></c>',
        ),
        ('<c r="A1" t="e" vm="4"><f>X()</f><v>#VALUE!</v></c>', N("2"), '<c r="A1"><f>X()</f><v>2</v></c>'),
        ('<c r="A1" t="s"><v>1</v></c>', S("new"), '<c r="A1" t="str"><v>new</v></c>'),
        ('<c r="A1" t="s"><v>1</v></c>', S("two"), '<c r="A1" t="s"><v>1</v></c>'),
        ('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', S("y"), '<c r="A1" t="str"><v>y</v></c>'),
        ('<c r="A1" s="1"/>', N("2"), '<c r="A1" s="1"><v>2</v></c>'),
        ('<c r="A1" s="1" />', S(""), '<c r="A1" s="1" t="str"><v></v></c>'),
        ('<c r="A1" t="str"><f>X()</f><v>a</v></c>', None, '<c r="A1"><f>X()</f></c>'),
        ('<c r="A1"/>', None, '<c r="A1"/>'),
        (
            '<c r="A1"><f>X()</f><v>1</v></c>',
            S("a\r\n\u03b1"),
            '<c r="A1" t="str"><f>X()</f><v>a&#13;\n\u03b1</v></c>',
        ),
        ('<c r="A1"><f>X()</f><v>1</v><extLst/></c>', N("2"), '<c r="A1"><f>X()</f><v>2</v><extLst/></c>'),
    ],
)
def test_one_cell(cell, value, result):
    before, after = '<row r="1" spans="1:2">', '<c r="B1"><v>7</v></c></row>'
    assert patched(before + cell + after, {"A1": value}) == before + result + after


def test_cells_and_rows_are_added_where_they_belong():
    rows = (
        '<row r="2"><c r="B2"><f t="array" ref="A2:C5">X()</f><v>0</v></c></row>'
        '<row r="4" ht="20"/><row r="9"><c r="A9"/></row>'
    )
    values = {f"{column}{row}": N(f"{row}{ord(column)}") for row in (1, 2, 3, 4, 5, 10) for column in "CAB"}
    result = patched(rows, values)
    assert '<row r="4" ht="20"><c r="A4">' in result
    read = sheet_of(result)
    assert [row.number for row in read.rows] == [1, 2, 3, 4, 5, 9, 10]
    for row in read.rows:
        assert [cell.address for cell in row.cells] == sorted(cell.address for cell in row.cells)


def test_prefixes_places_and_encodings():
    rows = "<x:row><x:c><x:v>1</x:v></x:c><x:c t='b'><x:v>1</x:v></x:c></x:row><x:row/>"
    sheet = sheet_of(rows, "x", "<?xml version='1.0' encoding='ISO-8859-1'?>")
    assert sheet.value(Address.parse("B1")) == B("1")  # without r, the order tells the place
    data = with_values(sheet, {Address(1, 1): S("\u03b1"), Address(2, 3): N("5")})
    assert b'<x:c t="str"><x:v>&#945;</x:v></x:c>' in data
    assert b'<x:row><x:c r="C2"><x:v>5</x:v></x:c></x:row>' in data


def test_nothing_new_changes_no_byte():
    number = '<c r="B1"><f>B()</f><v>0.30000000000000004</v></c>'
    rows = f'<row r="1"><c r="A1" t="str"><f>A()</f><v>x</v></c>{number}</row>'
    sheet = sheet_of(rows)
    assert with_values(sheet, {place: cell.value for place, cell in sheet.cells.items()}) == sheet.data


def test_noise_is_no_change():
    assert N("0.30000000000000004").same(N("0.3"))
    assert N("0.62932039104983749").same(N("0.6293203910498375"))  # rounded, they differ in digit 15
    assert not N("0.3000000000001").same(N("0.3"))
    assert not N("1.00000000000001").same(N("1"))
    assert not N("1").same(B("1"))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (1 / 3, "0.3333333333333333"),
        (1e300, "1e+300"),
        (21125000000.0, "21125000000"),
    ],
)
def test_numbers_read_back(number, text):
    assert number_text(number) == text
    assert float(text) == number


def test_addresses():
    for text in ("A1", "Z9", "AA10", "XFD1048576"):
        assert str(Address.parse(text)) == text
    assert [str(cell) for cell in Area.parse("$B$2:A1").cells()] == ["A1", "B1", "A2", "B2"]
    for text in ("A", "1", "A1:B", "name", "A1B"):
        with pytest.raises(ValueError):
            Area.parse(text)


def test_references():
    assert parse_reference("'it''s'!$A$1") == [("it's", Area.parse("A1"))]
    for text in ("name", "A1", "(A!A1,B)", "A!A1,", "A!A:A", "[1]A!A1"):
        with pytest.raises(ValueError):
            parse_reference(text)


def test_edits_must_not_overlap():
    assert splice(b"abcd", [Edit(3, 3, b"-"), Edit(1, 2, b"B"), Edit(3, 4, b"D")]) == b"aBc-D"
    with pytest.raises(ValueError, match="overlap"):
        splice(b"abcd", [Edit(0, 3, b""), Edit(2, 4, b"")])
