"""Catalog, laws and claims as plain records, for JSON, CSV and tables.

fields    what a field is: its name, type, meaning and unit
entries   models, datasets, and every fact about them
laws      scaling laws
claims    what the essay says, tested
diversity clusters of similar sequences beside sequences and tokens seen

Names of fields stay as they are; new fields come at the end.
"""
