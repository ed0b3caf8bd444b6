"""Sources as people name them: a title, an address, a DOI, an arXiv id, a repository on Hugging Face."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from ..errors import PlmError
from . import schema, yaml_files

_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:\s*|https?://arxiv\.org/(?:abs|pdf)/)?((\d\d)(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d+)?(?:\.pdf)?",
    re.I,
)
_HUGGING_FACE = re.compile(
    r"(?:(?:hf:|https?://(?:www\.)?huggingface\.co/))?([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)/?", re.ASCII
)
_IN_ADDRESSES = "/:;,.()[]_~!*'@$&=+%#?-"
_YEAR = re.compile(r"\b(19|20)\d\d\b")


def new_source(said: str) -> schema.Source:
    """The source that somebody names. Raises PlmError if it is none of the forms."""
    problems: list[yaml_files.Problem] = []
    source: schema.Source | None = yaml_files.parse(schema.Source, _raw(said.strip()), "source", problems)
    if source is None:
        raise PlmError(f"{problems[0]}.")
    return source


def _raw(said: str) -> dict[str, Any]:
    """The same as a file would hold it."""
    doi = _DOI.fullmatch(said)
    if doi:
        name = doi[1].rstrip(".,;")
        # Some old ones hold < and >, which stand in no address.
        url = f"https://doi.org/{quote(name, safe=_IN_ADDRESSES)}"
        return {"title": f"doi:{name}", "year": _year(name), "url": url, "kind": "paper"}
    arxiv = _ARXIV.fullmatch(said)
    if arxiv:
        url = f"https://arxiv.org/abs/{arxiv[1]}"
        return {"title": f"arXiv:{arxiv[1]}", "year": 2000 + int(arxiv[2]), "url": url, "kind": "paper"}
    card = _HUGGING_FACE.fullmatch(said)
    if card and not said.startswith("http"):
        url = f"https://huggingface.co/{card[1]}"
        return {"title": f"{card[1]}, Hugging Face", "url": url, "kind": "model card"}
    if re.match(r"https?://\S+$", said):
        return {"title": said, "year": _year(said), "url": said}
    if " " in said and not re.match(r"https?://", said):
        return {"title": said, "year": _year(said)}
    raise PlmError(
        f'There is no source "{said}". Say own, or the id of one that is there, or give the title of a new '
        'one, such as "Doe et al., A new model, 2026", its address, DOI or arXiv id, or a repository on '
        "Hugging Face (facebook/esm2_t6_8M_UR50D)."
    )


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[0]) if found else None
