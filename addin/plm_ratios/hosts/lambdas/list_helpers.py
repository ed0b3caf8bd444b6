"""The helpers that read columns: lists of names, and ranges that a table goes through in step."""

from __future__ import annotations

# Up to four names close to one, joined by commas: those spelt alike, then those that contain it. As
# catalog/nearest_names.py says. `places` is a column of PlmNames, `shown` what its rows are called.
_SIMILAR = """
LAMBDA(name, places, shown,
  LET(
    key, PLM_PLAIN(name, PlmLetters[In names]),
    ended, "|" & key & "|",
    steps, SEQUENCE(LEN(ended) - 1),
    pairs, UNIQUE(VSTACK(
      MAP(steps, LAMBDA(i, MID(ended, i, 2))),
      MAP(steps, LAMBDA(i, MID(ended, i, 1) & MID(ended, i + 2, 1)))
    )),
    amount, ROWS(pairs) - 1,
    lines, SEQUENCE(ROWS(places)),
    likeness, MAP(lines, LAMBDA(i,
      IF(INDEX(places, i) = "", -1,
        2 * REDUCE(0, pairs, LAMBDA(total, pair,
          total + ISNUMBER(FIND(" " & pair & " ", INDEX(PlmNames[Pairs], i)))
        )) / (amount + INDEX(PlmNames[Size], i))
      )
    )),
    rank, MAP(lines, LAMBDA(i,
      INDEX(likeness, i) - ABS(LEN(INDEX(PlmNames[Key], i)) - LEN(key)) * 1E-6 - i * 1E-10)),
    add, LAMBDA(done, i,
      LET(each, INDEX(shown, INDEX(places, i)),
        IF(ISNUMBER(FIND("|" & each & "|", done)) + (LEN(done) - LEN(SUBSTITUTE(done, "|", "")) > 4),
          done, done & each & "|")
      )
    ),
    alike, IF((key = "") + (LEN(key) > 3 * MAX(LEN(PlmNames[Key]))), "|",
      REDUCE("|", SEQUENCE(8), LAMBDA(done, k,
        LET(i, XMATCH(LARGE(rank, k), rank, 0), IF(INDEX(likeness, i) < $ALIKE, done, add(done, i)))
      ))),
    within, IF(LEN(key) < 3, alike,
      REDUCE(alike, lines, LAMBDA(done, i,
        IF(INDEX(places, i) = "", done,
          IF(ISNUMBER(FIND(key, INDEX(PlmNames[Key], i))), add(done, i), done))
      ))),
    SUBSTITUTE(MID(within, 2, MAX(0, LEN(within) - 2)), "|", ", ")
  )
)
"""

# Whether the first cell of a column is its header: a word such as Model, or what resembles no model's name.
_HEADING = """
LAMBDA(first,
  IF(ISTEXT(first),
    IF(ISNUMBER(PLM_NAMED(first, PlmNames[Model])), FALSE,
      IF(ISNUMBER(XMATCH(PLM_PLAIN(first, PlmLetters[In names]), $HEADINGS, 0)), TRUE,
        PLM_SIMILAR(first, PlmNames[Model], PlmEntries[Name]) = "")),
    FALSE)
)
"""

# The cells of a range that hold something, as a column; "" where none does. Only these are gone through one
# by one, for the sake of whole columns.
_FILLED = """
LAMBDA(given,
  LET(
    all, TOCOL(PLM_CELL(given)),
    filled, IFERROR(all <> "", TRUE),
    some, IF(OR(filled), FILTER(all, filled), ""),
    keep, MAP(some, LAMBDA(x, IF(ISERROR(x), TRUE, IF(ISTEXT(x), TRUE, x * 1 <> 0)))),
    IF(OR(keep), FILTER(some, keep), "")
  )
)
"""

# The rows of the models that a range names, without blanks and the header of a column.
_LIST = """
LAMBDA(given,
  LET(
    names, PLM_FILLED(given),
    many, ROWS(names),
    heading, IF((COLUMNS(given) = 1) * (many > 1), PLM_HEADING(INDEX(names, 1)), FALSE),
    MAP(FILTER(names, SEQUENCE(many) > heading * 1), LAMBDA(x, PLM_NAMED(x, PlmNames[Model])))
  )
)
"""

# A table with a header: fill(x, y, z, w, column) for each row of four columns that are read in step, as far
# down as the first one is filled. A single cell holds for all rows, a blank first cell makes a blank row.
_TABLE = """
LAMBDA(headers, width, one, two, three, four, fill,
  LET(
    down, LAMBDA(cells, TOCOL(PLM_CELL(cells))),
    xs, down(one), ys, down(two), zs, down(three), ws, down(four),
    height, ROWS(xs),
    filled, IFERROR(XMATCH(TRUE, IFERROR(xs <> "", TRUE), 0, -1), 1),
    more, LAMBDA(cells, IF(ROWS(cells) = 1, 0, MAX(0, ROWS(cells) - height))),
    pick, LAMBDA(cells, i,
      IF(ROWS(cells) = 1, INDEX(cells, 1),
        LET(at, IF(i > filled, height + i - filled, i), IF(at > ROWS(cells), NA(), INDEX(cells, at))))),
    bad, height + more(ys) + more(zs) + more(ws),
    IF(ISERROR(bad), bad,
      MAKEARRAY(1 + filled + MAX(more(ys), more(zs), more(ws)), width, LAMBDA(i, j,
        IF(i = 1, INDEX(headers, j),
          LET(x, pick(xs, i - 1),
            IF(IFERROR(x = "", FALSE), "",
              fill(x, pick(ys, i - 1), pick(zs, i - 1), pick(ws, i - 1), j))))
      ))
    )
  )
)
"""

LAYOUTS = {
    "PLM_SIMILAR": _SIMILAR,
    "PLM_HEADING": _HEADING,
    "PLM_FILLED": _FILLED,
    "PLM_LIST": _LIST,
    "PLM_TABLE": _TABLE,
}
