"""Epoch AI's exports: read, imported as a user catalog, and compared with the bundled catalog.

opening          the file, also packed, as text
csv_export       the text as rows
row              one row, and the numbers in it that are certain
language_models  which rows are language models, and of what
dataset_size     what the dataset size of a row counts; with
  size_reading     what is found
  passes           by epochs and compute
  notes            numbers in notes
  units            what the words beside a number say that it counts
  stages           pre-training told from what came after
  size_columns     what the column counts, by its name
known_rows       what is known about single rows
entry            a row as an entry of a user catalog
importing        an export as a user catalog
diff             Epoch AI's numbers compared with the bundled ones
hardware         Epoch AI's compute held against the hardware of the same row
"""
