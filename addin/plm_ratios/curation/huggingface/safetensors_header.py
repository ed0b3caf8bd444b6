"""Parameters counted by the shapes in the header of .safetensors files; no tensor is read.

A file begins with the length of its header (8 bytes, little-endian) and the header, which is JSON
(huggingface/safetensors, README). An index names the file of each tensor of a model in several files.
"""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import PlmError
from ...reading import opened, require_file
from .json_files import parsed_object, read_object

LONGEST_HEADER = 100_000_000  # bytes: the limit of the format

# Tensors that some models store beside their parameters, by the ends of their names.
_BUFFERS = (
    "position_ids",
    "token_type_ids",
    "inv_freq",
    "masked_bias",
    "num_batches_tracked",
    "running_mean",
    "running_var",
)
_WHOLE = ("I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64", "BOOL")
# Bits of a number; files with types that are not here are counted, and their bytes not checked.
_BITS = {
    **dict.fromkeys(("BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0"), 8),
    **dict.fromkeys(("I16", "U16", "F16", "BF16"), 16),
    **dict.fromkeys(("I32", "U32", "F32"), 32),
    **dict.fromkeys(("I64", "U64", "F64"), 64),
}

_MOST = 2**63  # numbers of a tensor: its format counts bytes in 64 bits


class Tensor(NamedTuple):
    """One tensor of a header."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


class Counted(NamedTuple):
    """What the headers of a model hold.

    file        the name of the file, or of the index
    parameters  all numbers in its tensors, without buffers
    tensors     how many tensors are counted
    buffers     how many numbers in tensors that are no parameters, such as positions
    files       how many files were read; 0 where the index alone says it
    doubt       a sentence about what does not fit; "" where all does
    """

    file: str
    parameters: int
    tensors: int
    buffers: int
    files: int
    doubt: str = ""

    @property
    def locator(self) -> str:
        """Where the number stands."""
        if not self.files:
            return f"{self.file}, metadata.total_parameters"
        several = f" of {self.files} files" if self.files > 1 else ""
        return (
            f"{self.file}, shapes of {self.tensors:,} tensors in the header{'s' * (self.files > 1)}{several}"
        )


def count(path: Path) -> Counted:
    """The parameters of a .safetensors file, or of all files of an index. Raises PlmError."""
    if path.suffix == ".json":
        return _of_index(path)
    return _counted(path.name, header(path), 1)


def header(path: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors file, by name. Raises PlmError if it is damaged or something else."""
    if path.is_dir():
        raise PlmError(f"{path} is a folder; name the .safetensors file in it, or its index.")
    size = require_file(path).st_size
    with opened(path) as file:
        length, first = int.from_bytes(file.read(8), "little"), file.read(1)
        if size < 10 or length > LONGEST_HEADER or first != b"{":
            raise PlmError(f"{path.name} is no .safetensors file: it does not begin with such a header.")
        if 8 + length > size:
            raise PlmError(f"{path.name} is cut off in its header; download it again.")
        raw = parsed_object(first + file.read(length - 1), f"The header of {path.name}")
    return {name: _tensor(name, each, path) for name, each in raw.items() if name != "__metadata__"}


def _tensor(name: str, raw: Any, path: Path) -> Tensor:
    shape = raw.get("shape") if isinstance(raw, dict) else None
    dtype = raw.get("dtype") if isinstance(raw, dict) else None
    well_formed = isinstance(shape, list) and all(type(each) is int and 0 <= each < _MOST for each in shape)
    well_formed = well_formed and math.prod(shape) < _MOST  # type: ignore[arg-type]
    if not well_formed or not isinstance(dtype, str):
        raise PlmError(f'The header of {path.name} is damaged: "{name[:60]}" has no shape and type.')
    return Tensor(dtype, tuple(shape))  # type: ignore[arg-type]


def _is_buffer(name: str, tensor: Tensor) -> bool:
    """GPT-2 stores the mask of its attention as h.0.attn.bias, of shape (1, 1, positions, positions)."""
    mask = name.endswith("attn.bias") and len(tensor.shape) == 4 and tensor.shape[:2] == (1, 1)
    return mask or name.rpartition(".")[2] in _BUFFERS


def _counted(name: str, tensors: dict[str, Tensor], files: int) -> Counted:
    buffers = {key: each for key, each in tensors.items() if _is_buffer(key, each)}
    kept = {key: each for key, each in tensors.items() if key not in buffers}
    packed = next((key for key, each in kept.items() if each.dtype in _WHOLE), None)
    if packed is not None:
        raise PlmError(
            f'{name} holds whole numbers ("{packed[:60]}" is {kept[packed].dtype}), as quantized '
            "weights do, which may hold several parameters each; name the file of the weights "
            "as they were trained."
        )
    total = sum(each.size for each in kept.values())
    if not total:
        raise PlmError(f"{name} holds no parameters.")
    return Counted(name, total, len(kept), sum(each.size for each in buffers.values()), files)


def _of_index(path: Path) -> Counted:
    raw = read_object(path)
    places, metadata = raw.get("weight_map"), raw.get("metadata")
    if (
        not isinstance(places, dict)
        or not all(isinstance(each, str) for each in places.values())
        or not places
    ):
        raise PlmError(f"{path.name} is no index of .safetensors files: it has no weight_map.")
    metadata = metadata if isinstance(metadata, dict) else {}
    files = sorted(set(places.values()))
    if any(Path(each).name != each for each in files):
        raise PlmError(f"{path.name} names files of other folders; they lie beside their index.")
    # Path.exists() raises for a name that no file can have.
    missing = [each for each in files if not os.path.exists(path.parent / each)]
    if missing:
        return _said_by_index(path, metadata, len(places), missing, len(files))
    tensors: dict[str, Tensor] = {}
    for each in files:
        tensors.update(header(path.parent / each))
    absent = [name for name in places if name not in tensors]
    if absent:
        raise PlmError(
            f'"{absent[0][:60]}" is in {path.name}, but in none of its files; download them again.'
        )
    return _counted(path.name, tensors, len(files))._replace(
        doubt=_bytes_that_differ(path, metadata, tensors)
    )


def _bytes_that_differ(path: Path, metadata: dict[str, Any], tensors: dict[str, Tensor]) -> str:
    """A sentence, where the index states other bytes than the headers of its files."""
    stated = metadata.get("total_size")
    bits = [_BITS.get(each.dtype, 0) * each.size for each in tensors.values()]
    held = sum(bits) // 8
    if type(stated) is not int or held == stated or any(each.dtype not in _BITS for each in tensors.values()):
        return ""
    return (
        f"{path.name} says {stated:,} bytes, and the headers of its files {held:,}: the files may be of "
        "another version, or the index counts a shared tensor twice."
    )


def _said_by_index(
    path: Path, metadata: dict[str, Any], tensors: int, missing: list[str], files: int
) -> Counted:
    """What newer indexes say of their own, where the files are elsewhere."""
    stated = metadata.get("total_parameters")
    if type(stated) is int and stated > 0:
        return Counted(path.name, stated, tensors, 0, 0)
    raise PlmError(
        f"{missing[0]} is not beside {path.name} ({len(missing)} of {files} files are missing), and "
        "the index says no total_parameters; download the files, or give --config or --params."
    )
