"""What fits on one slide of a sheet, and how large it is."""

MOST = 20  # models on a page
NOTES = 4  # lines at the foot
NOTE_LETTERS = 205  # that fit into one of them
HEADERS = ("Model", "Parameters", "Tokens per parameter", "Times target", "Verdict")
PAGE = (40 / 3, 7.5)  # inches: what presentation programs call widescreen
MARGINS = (0.35, 0.2)  # inches, in about the same proportions
