"""The helpers that read cells: names, words, ranges.

A helper calls only helpers above it. Blank is "": an empty cell, a text of spaces or an argument left out.
Formulas are laid out over several lines; $NAMES are constants of the core, as in constants.py.
"""

from __future__ import annotations

# A cell, or the cells of a range, where what is blank becomes "".
_CELL = """
LAMBDA(given, IF(TRIM(SUBSTITUTE(given, UNICHAR(160), " ")) = "", "", given))
"""

# A single cell; also where it comes as an array of one, of which SEQUENCE would make another length.
_ONE = """
LAMBDA(cells, REDUCE("", PLM_CELL(cells), LAMBDA(done, each, each)))
"""

# A text in the usual form of its letters; `forms` is one of the columns of PlmLetters.
_PLAIN = """
LAMBDA(phrase, forms,
  LOWER(TRIM(
    IF(phrase = "", "",
      REDUCE("", SEQUENCE(LEN(phrase)), LAMBDA(done, i,
        LET(letter, MID(phrase, i, 1),
          done & XLOOKUP(IFERROR(UNICODE(letter), 0), PlmLetters[Code], forms, letter, 0, 2)
        )
      ))
    )
  ))
)
"""

# The row that a name leads to; `places` is a column of PlmNames. Of a path or an address the last part
# counts, if the whole is no name and the part before the last is none.
_PLACE = """
LAMBDA(name, places,
  LET(
    key, PLM_PLAIN(name, PlmLetters[In names]),
    at, LAMBDA(each, LET(place, INDEX(places, XMATCH(each, PlmNames[Key], 0)), IF(place = "", NA(), place))),
    whole, at(key),
    IF(ISNUMBER(whole), whole,
      IF(ISNUMBER(FIND("/", key)),
        LET(
          parts, TRIM(SUBSTITUTE(key, "/", " ")),
          end, LAMBDA(each, TRIM(RIGHT(SUBSTITUTE(each, " ", REPT(" ", 250)), 250))),
          last, end(parts),
          before, end(TRIM(LEFT(parts, LEN(parts) - LEN(last)))),
          IF(ISNUMBER(at(before)), NA(), at(last))
        ),
        NA()
      )
    )
  )
)
"""

# The row of a model or dataset whose name a cell must hold; #N/A for numbers and blanks.
_NAMED = """
LAMBDA(given, places,
  IF(ISERROR(given), given, IF(ISTEXT(given), IF(given = "", NA(), PLM_PLACE(given, places)), NA()))
)
"""

# A cell of a column; #N/A where it is empty.
_AT = """
LAMBDA(numbers, place, LET(found, INDEX(numbers, place), IF(found = "", NA(), found)))
"""

# The position of a word among some words; `usual` where the cell is blank, or 0.
_CHOICE = """
LAMBDA(given, words, usual,
  IF(given = "", usual,
    IF(ISTEXT(given),
      IFERROR(XMATCH(PLM_PLAIN(given, PlmLetters[In words]), words, 0), #VALUE!),
      IF(given * 1 = 0, usual, #VALUE!)
    )
  )
)
"""

# act(one, two, three, four) for single cells, and for ranges cell by cell: a row or a column is repeated
# along the other axis, and what is blank in a range stays blank.
_EACH = """
LAMBDA(act, one, two, three, four,
  LET(
    many, LAMBDA(cells, ROWS(cells) * COLUMNS(cells) > 1),
    none, LAMBDA(cells, (cells = "") * many(cells)),
    blank, none(one) + none(two) + none(three) + none(four),
    wide, LAMBDA(cells, IF(blank >= 0, cells)),
    IF(many(blank),
      MAP(blank, wide(one), wide(two), wide(three), wide(four),
        LAMBDA(gone, x, y, z, w, IF(gone, "", act(x, y, z, w)))
      ),
      act(PLM_ONE(one), PLM_ONE(two), PLM_ONE(three), PLM_ONE(four))
    )
  )
)
"""

# The tokens of a model on a basis.
_ON_BASIS = """
LAMBDA(name, word, size,
  LET(
    place, PLM_NAMED(name, PlmNames[Model]),
    which, PLM_CHOICE(word, $BASES, 1),
    each, PLM_SIZE(size, $LENGTH),
    IF(IF(ISTEXT(name), name = "", TRUE), place, IF(ISERROR(which), which,
      IF(ISERROR(each), each,
        CHOOSE(which,
          PLM_AT(PlmEntries[Sequences], place) * each,
          PLM_AT(PlmEntries[Unique], place),
          PLM_AT(PlmEntries[Seen], place),
          PLM_REPEATED(place, each, 2, 3)
        )
      )
    ))
  )
)
"""

# The parameters of a model; `which` is the position of a kind.
_SIZED = """
LAMBDA(place, which,
  LET(found, INDEX(PlmEntries[[Parameters]:[Without embeddings]], place, which), IF(found = "", NA(), found))
)
"""

# The citation of a number; `place` is a row of PlmEntries.
_CITED = """
LAMBDA(place, quantity,
  LET(
    which, PLM_CHOICE(quantity, PlmQuantities[Word], #VALUE!),
    IF(ISERROR(which), which,
      INDEX(PlmSources[Citation],
        XMATCH(place & " " & INDEX(PlmQuantities[Quantity], which), PlmSources[Key], 0))
    )
  )
)
"""

# Whether a cell holds something: neither blank nor 0, which stands for a blank.
_GIVEN = """
LAMBDA(given, IF(ISTEXT(given), given <> "", given * 1 <> 0))
"""

# Whether a cell holds a text that is no number, and so may be a name.
_WORD = """
LAMBDA(given,
  LET(found, PLM_NUMBER(given), IF(ISTEXT(given), IF(ISERROR(found), ERROR.TYPE(found) = 3, FALSE), FALSE))
)
"""

# The row of the model that a cell names in place of a number; "" where it holds no name.
_SUBJECT = """
LAMBDA(given, IF(PLM_WORD(given), IFERROR(PLM_NAMED(given, PlmNames[Model]), #VALUE!), ""))
"""

# A number of sequences, or that of a dataset whose name was typed.
_SEQUENCES = """
LAMBDA(given,
  IF(PLM_WORD(given),
    LET(
      place, PLM_NAMED(given, PlmNames[Entry]),
      IF(IFERROR(INDEX(PlmEntries[Kind], place) = "dataset", FALSE),
        PLM_AT(PlmEntries[Sequences], place), #VALUE!)
    ),
    PLM_COUNT(given))
)
"""

# The average length of a dataset whose name was typed, where it is on record; else the usual one.
_USUAL = """
LAMBDA(given, IFERROR(PLM_AT(PlmEntries[Length], PLM_NAMED(given, PlmNames[Entry])), $LENGTH))
"""

# How a number of tokens per parameter compares with the one that is wanted.
_JUDGED = """
LAMBDA(built, wanted,
  IF(built * $NEAR < wanted, $FEW, IF(built <= wanted * $NEAR, $OPTIMAL, $MORE))
)
"""

EARLY = {
    "PLM_CELL": _CELL,
    "PLM_ONE": _ONE,
    "PLM_PLAIN": _PLAIN,
    "PLM_PLACE": _PLACE,
    "PLM_NAMED": _NAMED,
    "PLM_AT": _AT,
    "PLM_CHOICE": _CHOICE,
    "PLM_EACH": _EACH,
}
LATE = {
    "PLM_ON_BASIS": _ON_BASIS,
    "PLM_SIZED": _SIZED,
    "PLM_CITED": _CITED,
    "PLM_GIVEN": _GIVEN,
    "PLM_WORD": _WORD,
    "PLM_SUBJECT": _SUBJECT,
    "PLM_SEQUENCES": _SEQUENCES,
    "PLM_USUAL": _USUAL,
    "PLM_JUDGED": _JUDGED,
}
