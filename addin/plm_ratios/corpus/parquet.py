"""Sequences in a column of a Parquet file, and their names in another, by pyarrow."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, Sequence

from ..errors import PlmError
from . import records
from .opening import opened
from .records import Batch
from .streams import Damaged

_ROWS = 1 << 12


def _texts(types: Any) -> tuple[Callable[[Any], bool], ...]:
    views = (types.is_string_view, types.is_binary_view)
    return (
        types.is_string,
        types.is_large_string,
        types.is_binary,
        types.is_large_binary,
        types.is_null,
        *views,
    )


def batches(path: str, column: str) -> Iterator[Batch]:
    """The sequences of a column; a row without a value is an empty record.

    Raises
    ------
    PlmError
        pyarrow is not installed, or there is no such column, or it holds no text.
    Damaged
        The file is cut off or corrupt.
    """
    for (sequences,) in _columns(path, [column]):
        yield records.batch(sequences) or records.careful(sequences)


def named_rows(path: str, column: str, ids: str) -> Iterator[Iterable[tuple[bytes, bytes]]]:
    """The names and the sequences of two columns.

    Raises
    ------
    PlmError, Damaged
        As batches().
    """
    for names, sequences in _columns(path, [ids, column]):
        yield zip(names, sequences)


def _columns(path: str, columns: Sequence[str]) -> Iterator[list[list[bytes]]]:
    """Columns of text, some rows at a time."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise PlmError('To read Parquet, install it along: pip install "plm-ratios[parquet]"') from None
    try:
        with opened(path, whole=False) as raw, parquet.ParquetFile(raw) as file:
            schema = file.schema_arrow
            for column in columns:
                if column not in schema.names:
                    raise PlmError(f'{path} has no column "{column}". There are: {", ".join(schema.names)}.')
                kind = schema.field(column).type
                if pa.types.is_dictionary(kind):
                    kind = kind.value_type
                if not any(is_kind(kind) for is_kind in _texts(pa.types)):
                    raise PlmError(f'The column "{column}" of {path} holds {kind}, not text.')
            for rows in file.iter_batches(_ROWS, columns=list(dict.fromkeys(columns))):
                found = [rows.column(column).cast(pa.large_binary()).to_pylist() for column in columns]
                yield [[text or b"" for text in texts] for texts in found]
    except (pa.ArrowException, OSError) as error:
        raise Damaged(f"{path} is corrupt or cut off: {str(error).splitlines()[0]}") from error
