"""Templates that xlwings Server fills in."""
