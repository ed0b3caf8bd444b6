"""The data of the script in a fifth of its letters, since every cell of a spreadsheet loads the whole script.

Sentences and citations repeat one another, so deflate makes them small; inflate.js takes them apart again.
"""

from __future__ import annotations

import base64
import zlib


def packed(text: str) -> str:
    """A text of ASCII, deflated without a header, in base64."""
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return base64.b64encode(deflate.compress(text.encode("ascii")) + deflate.flush()).decode("ascii")
