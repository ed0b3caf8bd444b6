"""Exports of a comparison: decks, pictures, PDF, CSV and values. export.export does the whole job."""
