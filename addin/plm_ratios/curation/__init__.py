"""The YAML side of the catalog, for people who edit facts: check, format, build.

The only code that reads YAML. It needs pyyaml, pydantic and simpleeval, which come along except in a
browser; the functions themselves load the compiled catalog and need none of these.
"""
