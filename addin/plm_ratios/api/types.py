"""What the functions take, for type checkers. Without stubs of pandas a Series is Any to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Tuple, Union

from ..catalog import Dataset, Model

if TYPE_CHECKING:
    import pandas
    from typing_extensions import TypeAlias

    Series: TypeAlias = "pandas.Series[Any]"

Many = Union[List[Any], Tuple[Any, ...]]
Name = Union[Model, Dataset, str]
Number = Union[float, str]
