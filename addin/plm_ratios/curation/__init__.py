"""The YAML side of the catalog, for curators: check, format, build.

The only code that reads YAML. It needs pyyaml, pydantic and simpleeval, which are installed everywhere
but in a browser; the functions themselves load the compiled catalog and need none of these.
"""
