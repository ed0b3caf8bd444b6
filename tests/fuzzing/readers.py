"""All readers that are fuzzed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable

from hypothesis.configuration import set_hypothesis_home_dir

from . import call_readers, catalog_readers, sequence_readers, url_readers, workbook_readers
from .reader import Reader

READERS: dict[str, Reader] = {
    reader.name: reader
    for module in (call_readers, catalog_readers, sequence_readers, url_readers, workbook_readers)
    for reader in module.READERS
}


def prepare(names: Iterable[str], many: bool = True) -> None:
    """Loads and makes what these readers share, so that processes that are forked have it already.

    many   whether there will be so many inputs that this is worth it for what few of them need
    """
    from plm_ratios import cli  # noqa: F401
    from plm_ratios.corpus import compiled
    from plm_ratios.curation import user_yaml

    if many:
        import aiohttp  # noqa: F401
        import fsspec.implementations.http  # noqa: F401
        import matplotlib.pyplot  # noqa: F401
        import pandas  # noqa: F401
    compiled.kernel()
    compiled.hasher()
    user_yaml.bundled()
    for name in names:
        READERS[name].input(0)
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # for what Hypothesis works out once, from tables of characters
        set_hypothesis_home_dir(folder)
        call_readers.functions_answer.hypothesis.fuzz_one_input(bytes(100))
