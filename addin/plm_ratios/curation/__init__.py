"""The YAML side of the catalog, for people who edit facts: check, format, build.

The only code that reads YAML. It needs the extra "curate" (pyyaml, pydantic, simpleeval); the
functions themselves load the compiled catalog and need none of these.
"""
