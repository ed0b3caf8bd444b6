"""The version of the package, which lies below everything that names it."""

__version__ = "0.1.0"
