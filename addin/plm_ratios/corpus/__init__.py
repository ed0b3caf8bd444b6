"""Counts people's own sequences: `plm-ratios count`.

counting.py is where it starts: files become shards (shards.py), each is opened (opening.py) as a stream of
bytes (streams.py), cut into whole records (blocks.py), read (records.py) and summed (tally.py, distinct.py),
on this machine or on a Dask cluster (cluster.py). What training makes of the lengths is in recipes.py;
summary.py holds what is shown.
"""
