"""Epoch AI's exports: read, imported as a user catalog, and compared with the bundled catalog.

csv_export     the file, as rows
row            one row, and the numbers in it that are certain
dataset_size   what the dataset size of a row counts
known_rows     what is known about single rows
entry          a row as an entry of a user catalog
importing      an export as a user catalog
diff           Epoch AI's numbers compared with the bundled ones
"""
