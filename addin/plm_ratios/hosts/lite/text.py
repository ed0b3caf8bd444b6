"""The text of a module that gives Excel the functions through xlwings Lite.

Two files may bring them into one workbook: its own main.py, and the personal module of whoever opens it.
Excel takes no two functions of one name, so whichever Lite loads second adds none. The two may be of
different versions, so what one reads of the other stays as it is: `udfs.brought_by`, `functions.FUNCTIONS`.
"""

from __future__ import annotations

from ...catalog import config_paths
from ...version import __version__
from . import package

WORKBOOK, PERSONAL = "main.py", "plm_ratios_functions.py"

_HEAD = '''\
"""Tokens per parameter of protein language models, as functions of Excel: =RATIO("ESM-2 15B", "seen")

plm-ratios {version}, catalog {edition}. Code: MIT licence; catalog: CC BY 4.0.
{about}
"""
'''
_UNPACK_IMPORTS = """\
import base64
import glob
import io
import os
import sys
import tempfile
import zipfile
"""
_INDEX_IMPORTS = "import sys\n"
_UNPACK = '''\
_PACKAGE = """
{text}
"""


def _unpack():
    """Puts the package where Python finds it, once for each content."""
    folder = os.path.join(tempfile.gettempdir(), "plm-ratios-{digest}")
    if folder not in sys.path:
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(_PACKAGE))) as archive:
            archive.extractall(folder)
        for name in [name for name in sys.modules if name.partition(".")[0] == "plm_ratios"]:
            del sys.modules[name]
        sys.path.insert(0, folder)
    own = sorted(glob.glob(os.path.join(folder, "{own}", "*", "*.json")))
    if own:
        os.environ["{variable}"] = os.pathsep.join(own)

'''
_BODY = '''\
# Excel takes no two functions of one name: where another file has brought them, this one adds none.
_first = getattr(sys.modules.get("plm_ratios.udfs"), "brought_by", "{me}")
if _first == "{me}":
{prepare}    import xlwings as xw
    from xlwings import script

    from plm_ratios import udfs
    from plm_ratios.hosts.lite import slide
    from plm_ratios.udfs import *

    udfs.brought_by = "{me}"

    @script
    def prepare_slide(book: xw.Book):
        """Makes a sheet to present of the models that you selected."""
        print(slide.prepare(book))

else:
    from plm_ratios import functions

    globals().update(functions.FUNCTIONS)  # for Python of your own; Excel has them from the other file
    print(f"The functions come from {{_first}}: {{functions.FUNCTIONS['PLMVERSION']()}}.")
'''


def module(me: str, about: str, edition: str, packed: bytes | None) -> str:
    """The program of the file `me`; `packed` is the package that it carries, None where Lite installs it."""
    head = _HEAD.format(version=__version__, edition=edition, about=about)
    if packed is None:
        return "\n".join([head, _INDEX_IMPORTS, _BODY.format(me=me, prepare="")])
    unpack = _UNPACK.format(
        text=package.as_text(packed),
        digest=package.digest(packed),
        own=package.OWN,
        variable=config_paths.CATALOG_VARIABLE,
    )
    return "\n".join([head, _UNPACK_IMPORTS, unpack, _BODY.format(me=me, prepare="    _unpack()\n\n")])
