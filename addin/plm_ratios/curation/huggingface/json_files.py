"""JSON that somebody else wrote: read with a limit, and refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...errors import PlmError
from ...reading import read_bytes, require_file

MOST_BYTES = 50_000_000  # an index of shards with a hundred thousand tensors has about 10 MB


def read_object(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises PlmError if there is none."""
    if require_file(path).st_size > MOST_BYTES:
        raise PlmError(f"{path.name} is larger than any such JSON file; is it the right one?")
    try:
        text = read_bytes(path, MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PlmError(f"{path.name} is not JSON: it is not a text in UTF-8.") from None
    return parsed_object(text, path.name)


def parsed_object(text: str | bytes, name: str) -> dict[str, Any]:
    """The object that a text in JSON holds. Raises PlmError if it is something else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise PlmError(f"{name} is not JSON, or it is cut off; download it again.") from None
    if not isinstance(found, dict):
        raise PlmError(f"{name} holds no JSON object; is it the right file?")
    return found
