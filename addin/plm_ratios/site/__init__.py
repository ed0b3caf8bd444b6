"""The catalog as a static site: a page for each model and dataset, with every fact and its source.

writing.py puts the pages into a folder; pages.py says which there are and what each is given; the templates
say how it looks. Every page is complete in itself: style and script stand in it, allowed by their hashes, so
that it works from a folder, from a server, and sent by itself.
"""

from __future__ import annotations
