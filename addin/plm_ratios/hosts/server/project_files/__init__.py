"""Texts of the files of a new project."""
