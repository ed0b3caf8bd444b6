"""Names for what is new: an id from a title, and one that nothing else goes by."""

from __future__ import annotations

import itertools
import re
from typing import Callable


def slug(text: str) -> str:
    """Lower-case letters, digits, dots and dashes, as an id has them; "" where nothing of that is in it.

    >>> slug("ESM-2 (15B)"), slug("MSA_Transformer v1.0"), slug("蛋白質")
    ('esm-2-15b', 'msa-transformer-v1.0', '')
    """
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")


def free_name(name: str, is_taken: Callable[[str], bool], separator: str = " ") -> str:
    """The name itself, or the first numbered one that is free.

    >>> free_name("Slide", {"Slide", "Slide 2"}.__contains__)
    'Slide 3'
    """
    numbered = (f"{name}{separator}{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([name], numbered) if not is_taken(each))
