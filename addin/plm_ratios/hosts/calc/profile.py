"""The settings of a session's LibreOffice, which opens files that anybody may have made.

It stays off the network. A workbook can name pictures, data and other workbooks by addresses; LibreOffice
fetches pictures as it opens one, and so would tell their owner who calculates it. All requests go to a proxy
that is not there.
"""

from __future__ import annotations

from pathlib import Path

_NOWHERE, _DISCARD = "127.0.0.1", 9  # the port of the discard service, which nothing runs
_MANUAL = 2
_INTERNET = "/org.openoffice.Inet/Settings"
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_INTERNET, "ooInetProxyType", _MANUAL),
    *((_INTERNET, f"ooInet{kind}ProxyName", _NOWHERE) for kind in ("HTTP", "HTTPS", "FTP")),
    *((_INTERNET, f"ooInet{kind}ProxyPort", _DISCARD) for kind in ("HTTP", "HTTPS", "FTP")),
    (_INTERNET, "ooInetNoProxy", ""),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
)


def write(profile: Path) -> None:
    """Write the settings into a profile that LibreOffice has not opened yet."""
    items = "".join(
        f'<item oor:path="{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )
