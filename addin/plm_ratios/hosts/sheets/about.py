"""The dialog About: version, licences, and what happens to people's data."""

from __future__ import annotations

from html import escape

from ...catalog import load
from ...version import __version__

_STYLE = """
:root { color-scheme: light dark; }
body { font: 14px/1.45 system-ui, sans-serif; margin: 4px 8px; color: #202124; background: #fff; }
h1 { font-size: 17px; margin: 0 0 8px; color: #0072b2; }
p { margin: 0 0 10px; }
a { color: #0072b2; }
code { font-size: 13px; }
@media (prefers-color-scheme: dark) {
  body { color: #e8eaed; background: #202124; }
  h1, a { color: #7cc4f0; }
}
"""
_CATALOG_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def page() -> str:
    """About.html."""
    catalog = load()
    paragraphs = (
        f"plm-ratios {escape(__version__)}, catalog {escape(catalog.label)}: {len(catalog.models)} models, "
        f"{len(catalog.datasets)} datasets, {len(catalog.sources)} sources.",
        "<strong>Your data stays here.</strong> Everything is computed inside your spreadsheet, from the "
        "catalog in the script. Nothing is sent anywhere, and the script may see this spreadsheet only.",
        "<strong>Licences.</strong> The functions: MIT. The catalog: "
        f'<a href="{_CATALOG_LICENCE}" target="_blank" rel="noopener noreferrer">CC BY 4.0</a>; name it as '
        f"“plm-ratios catalog, edition {escape(catalog.label)}”. Each number has a source of its own: "
        '<code>=SOURCE("ESM-2 15B", "seen")</code> gives the one to cite.',
        '<strong>Help.</strong> Type <code>=RATIO(</code> and Sheets shows what goes in. <code>=WHY("ESM-2 '
        '15B")</code> tells how a number came about, or why there is none. More is in docs/sheets.md of '
        "plm-ratios.",
        "Not by Google, and not endorsed by it.",
    )
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>About pLM ratios</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>pLM ratios</h1>\n{body}\n</body>\n</html>\n"
    )
