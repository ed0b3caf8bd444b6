"""Exports of a comparison: decks, pictures, PDF, CSV and values. The entry point is export.export."""
