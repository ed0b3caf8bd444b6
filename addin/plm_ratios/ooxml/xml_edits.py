"""Edits XML parts in place: finds the positions of elements and replaces only those bytes.

A parser that writes the whole document again changes quotes, entities, prefixes and line ends all over.
Here expat reports the position of each element, edits are byte ranges, and everything else is
the original, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol
from xml.etree import ElementTree
from xml.parsers import expat

from ..errors import PlmError

MAIN = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",  # "Strict Open XML", an option when saving
    }
)

_TAG_END = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=>/]+)\s*=\s*("[^"]*"|'[^']*')""")
#: Each element of a tree takes about 200 bytes; a workbook of a million different texts has 4 million tags.
_MOST_TAGS = 6_000_000
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class DamagedPart(PlmError):
    """A part of the package is not XML that can be processed."""

    named = False  # True once the message names the file and part


@contextmanager
def reading(file: str, part: str) -> Iterator[None]:
    """Adds the file and part to the message if a part cannot be read."""
    try:
        yield
    except DamagedPart as reason:
        if reason.named or not file:
            raise
        located = DamagedPart(f"{file}, part {part}: {reason}")
        located.named = True
        raise located from reason


class Span(NamedTuple):
    """The position of an element: start of its tag, start and end of its content, its end."""

    start: int
    inner: int
    inner_end: int
    end: int


class Element(NamedTuple):
    """An element without relevant children: name, attributes, text and position."""

    name: str
    attributes: dict[str, str]
    text: str
    span: Span


class Edit(NamedTuple):
    """Replaces data[start:end] with `new`."""

    start: int
    end: int
    new: bytes


class Reader(Protocol):
    """Receives what `walk` finds. Names are (namespace, local name); `at` is a byte position."""

    def start(self, namespace: str, name: str, attributes: dict[str, str], at: int) -> None: ...
    def end(self, namespace: str, name: str, at: int) -> None: ...
    def text(self, characters: str) -> None: ...


def walk(data: bytes, reader: Reader) -> None:
    """Parse a part and report each element with its position.

    Attributes with a namespace are keyed "namespace name".
    """
    _require_ascii_compatible(data)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        reader.start(namespace, local, attributes, parser.CurrentByteIndex)

    def end(name: str) -> None:
        namespace, _, local = name.rpartition(" ")
        reader.end(namespace, local, parser.CurrentByteIndex)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = refuse_doctype
    with well_formed():
        parser.Parse(data, True)


@contextmanager
def well_formed() -> Iterator[None]:
    """Raises DamagedPart instead of what parsers raise: LookupError for an encoding that nobody knows, and
    ValueError for one that they do not read."""
    try:
        yield
    except PlmError:
        raise
    except (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError) as reason:
        raise DamagedPart(f"it is not well-formed XML ({reason}).") from reason


def elements(data: bytes, *names: str, namespaces: frozenset[str] | None = None) -> list[Element]:
    """The elements with these local names, in the order of the part; by default in any namespace."""
    reader = _ElementReader(data, names, namespaces)
    walk(data, reader)
    return reader.found


def the_element(data: bytes, name: str, namespaces: frozenset[str] | None = None) -> Element:
    """The only element with this local name. Raises DamagedPart where there is none, or more than one."""
    found = elements(data, name, namespaces=namespaces)
    if len(found) != 1:
        raise DamagedPart(f"it has {len(found) or 'no'} elements {name}, where it needs one.")
    return found[0]


class _ElementReader:
    def __init__(self, data: bytes, names: Iterable[str], namespaces: frozenset[str] | None):
        self.found: list[Element] = []
        self._data = data
        self._names = frozenset(names)
        self._namespaces = namespaces
        self._open: tuple[str, dict[str, str], int] | None = None
        self._text: list[str] = []

    def start(self, namespace: str, name: str, attributes: dict[str, str], at: int) -> None:
        if name in self._names and (self._namespaces is None or namespace in self._namespaces):
            self._open, self._text = (name, attributes, at), []

    def text(self, characters: str) -> None:
        if self._open:
            self._text.append(characters)

    def end(self, namespace: str, name: str, at: int) -> None:
        if self._open and self._open[0] == name:
            _, attributes, start = self._open
            self.found.append(Element(name, attributes, "".join(self._text), span(self._data, start, at)))
            self._open = None


def children(data: bytes) -> list[Element]:
    """The elements directly below the root, without their texts."""
    reader = _ChildReader(data)
    walk(data, reader)
    return reader.found


class _ChildReader:
    def __init__(self, data: bytes):
        self.found: list[Element] = []
        self._data = data
        self._open: list[tuple[str, dict[str, str], int]] = []

    def start(self, namespace: str, name: str, attributes: dict[str, str], at: int) -> None:
        self._open.append((name, attributes, at))

    def text(self, characters: str) -> None:
        pass

    def end(self, namespace: str, name: str, at: int) -> None:
        _, attributes, start = self._open.pop()
        if len(self._open) == 1:
            self.found.append(Element(name, attributes, "", span(self._data, start, at)))


def parse(data: bytes) -> ElementTree.Element:
    """Parses a small part into a tree, for reading only."""
    _require_ascii_compatible(data)
    if data.count(b"<") > _MOST_TAGS:
        raise DamagedPart(f"it has more than {_MOST_TAGS:,} tags, which is too much.")
    with well_formed():
        parser = ElementTree.XMLParser(target=_WithoutDoctype())  # noqa: S314 - see refuse_doctype
        parser.feed(data)
        return parser.close()


class _WithoutDoctype(ElementTree.TreeBuilder):
    def doctype(self, *_: object) -> None:
        refuse_doctype()


def refuse_doctype(*_: object) -> None:
    """Raises DamagedPart: no office program writes a doctype; it can declare entities without end."""
    raise DamagedPart("it holds a DOCTYPE, which office programs do not write.")


def _require_ascii_compatible(data: bytes) -> None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        raise DamagedPart("it is in UTF-16; save the workbook with a spreadsheet program first.")


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Returns data with the edits made. They may be in any order, and must not overlap."""
    pieces: list[bytes] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if start < done:
            raise ValueError(f"two edits overlap at byte {start}")
        pieces += (data[done:start], new)
        done = end
    pieces.append(data[done:])
    return b"".join(pieces)


def append(data: bytes, name: str, new: str) -> bytes:
    """Returns a part with `new` added at the end of the only element of this name."""
    element = the_element(data, name)
    end = element.span.inner_end
    return splice(data, [Edit(end, end, new.encode("utf-8"))])


def tag_end(data: bytes, at: int) -> int:
    """The position just after the tag that begins at `at`."""
    found = _TAG_END.match(data, at)
    assert found, "expat reported a tag here"
    return found.end()


def span(data: bytes, start: int, end: int) -> Span:
    """The position of an element, from the two positions that `walk` reports for it."""
    inner = tag_end(data, start)
    if is_empty_tag(data, inner):
        return Span(start, inner, inner, inner)
    return Span(start, inner, end, tag_end(data, end))


def is_empty_tag(data: bytes, end: int) -> bool:
    """True if the tag that ends at `end` is `<name/>`."""
    return data[end - 2 : end] == b"/>"


def qualified_name(data: bytes, at: int) -> bytes:
    """The name of the tag at `at` as written, with its prefix."""
    found = re.compile(rb"<([^\s/>]+)").match(data, at)
    assert found
    return found[1]


def set_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """Returns a start tag with one attribute changed, added at the end, or (None) removed."""
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] == name.encode():
            new = b"" if value is None else b' %s="%s"' % (name.encode(), value.encode())
            return tag[: found.start()] + new + tag[found.end() :]
    if value is None:
        return tag
    stop = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return b'%s %s="%s"%s' % (tag[:stop].rstrip(), name.encode(), value.encode(), tag[stop:])


def escape(text: str, like: bytes) -> bytes:
    """Text as element content, in the encoding of the part `like`."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\r", "&#13;")  # an unescaped one would be read back as a line feed
    found = _ENCODING.match(like.removeprefix(b"\xef\xbb\xbf"))
    encoding = found[1].decode().lower() if found else "utf-8"
    return text.encode(encoding if encoding in ("utf-8", "utf8") else "ascii", "xmlcharrefreplace")
