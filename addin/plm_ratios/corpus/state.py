"""What a count has finished, so that the same command goes on after Ctrl-C.

A folder for each combination of files and options, in it a JSON file for each finished shard beside its runs
of hashes. A file that changed has another size or time, hence another folder. It is removed when the count is
done.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Sequence

import platformdirs

from ..files import replacing
from ..version import __version__
from .opening import is_url
from .shards import Shard
from .tally import Tally

FOLDER_VARIABLE = "PLM_RATIOS_CACHE"


def cache_folder() -> Path:
    """Where caches are kept: $PLM_RATIOS_CACHE, or else the place that the system has for them."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else platformdirs.user_cache_path("plm-ratios", appauthor=False)


class State:
    """The finished shards of one count."""

    def __init__(self, shards: Sequence[Shard], options: Sequence[object] = ()):
        listed = [
            [shard.path if is_url(shard.path) else os.path.abspath(shard.path), *shard[1:]]
            for shard in shards
        ]
        key = hashlib.sha256(json.dumps([__version__, listed, list(options)]).encode()).hexdigest()[:32]
        self.folder = cache_folder() / "count" / key

    def start(self) -> None:
        """Make the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def stem(self, index: int) -> Path:
        """What the names of a shard's files begin with."""
        return self.folder / str(index)

    def finish(self, index: int, tally: Tally, runs: Sequence[Path]) -> None:
        """Keep a shard's result. Its runs are whole when this is called."""
        value = {"tally": tally.as_json(), "runs": [run.name for run in runs]}
        with replacing(self.folder / f"{index}.json", force=True) as temporary:
            temporary.write_text(json.dumps(value), encoding="utf-8")

    def finished(self, index: int) -> tuple[Tally, list[Path]] | None:
        """A shard's result, or None if it is not finished."""
        try:
            value = json.loads((self.folder / f"{index}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Tally.from_json(value["tally"]), [self.folder / name for name in value["runs"]]

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)
