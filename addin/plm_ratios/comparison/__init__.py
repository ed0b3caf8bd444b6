"""A comparison of models, before anything draws it: its rows, its records, its captions, its looks."""
