"""What a sequence is called: its name in headers and in mappings, brought to one form."""

from __future__ import annotations

import re

# As MMseqs2 names sequences (Util::getFastaHeaderPosition): of "sp|P12345|NAME" the accession.
_DATABASE = re.compile(
    rb"(?:consensus_)?"
    rb"(?:(?:uc|(?:cl|sp|tr|gb|ref|pdb|bbs|lcl)\||(?:pir|prf)\|\||(?:gnl|pat)\|[^|]*\||gi\|[^|]*\|[^|]*\|)([^|]*)|)"
)
# UniRef calls a cluster by its representative; where UniRef90 is clustered again, that is the member.
_UNIREF = (b"UniRef50_", b"UniRef90_", b"UniRef100_")
_MEMBERS = re.compile(rb"\sn=(\d+)(?=\s|$)(?!.*\sn=\d)")


def name(header: bytes) -> bytes:
    """The name by which a mapping has a sequence.

    Parameters
    ----------
    header
        The line without its ">", or a name from a mapping: the first word counts, of "sp|P12345|NAME" the
        accession, of "UniRef90_P12345" too.
    """
    words = header.split(None, 1)
    word = words[0] if words else b""
    if b"|" in word or word[:2] == b"uc" or word[:10] == b"consensus_":
        word = _without_database(word)
    return word.partition(b"_")[2] if word.startswith(_UNIREF) else word


def _without_database(word: bytes) -> bytes:
    found = _DATABASE.match(word)
    if found is None:
        return word
    return found[1] if found[1] is not None else word[found.end() :]


def members(header: bytes) -> int | None:
    """How many members a header of UniRef says that its cluster has: 12 of "... n=12 Tax=..."; else None."""
    found = _MEMBERS.search(header)
    return int(found[1]) if found else None
