"""Epoch AI's exports: read, brought in as a user catalog, and set beside ours.

csv_export     the file, as rows
row            one row, and what of it is certain
dataset_size   what its number of the training set counts
known_rows     what we found out about single rows
entry          a row as an entry of a user catalog
importing      an export as a user catalog
diff           their numbers beside ours
"""
