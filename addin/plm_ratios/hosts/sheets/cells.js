// What a cell can hold, and how functions read it: as functions/cells.py and signature.py say.

/** @typedef {number | string | boolean | null | CellError} Cell */
/** @typedef {Cell | Cell[][]} Value */

/** An error value. `say` gives the reason, worked out only where somebody will read it. */
class CellError {
  /**
   * @param {string} text What a cell shows, such as "#N/A".
   * @param {() => string} say
   */
  constructor(text, say) {
    this.text = text;
    this.say = say;
  }
}

/** What functions throw where they have no answer. It becomes a CellError, or what WHY says. */
class PlmError extends CellError {}

/**
 * Throws a message of the data block.
 * @param {Message} message
 * @param {Record<string, string>} [slots]
 * @returns {never}
 */
function fail([cell, text], slots = {}) {
  throw new PlmError(cell, () => fill(text, slots));
}

/**
 * Throws a message of the data block, with remarks on what was typed in the place of its slot {remarks}.
 * @param {Message} message
 * @param {Record<string, string>} slots
 * @param {() => string[]} remarks Looked for only where somebody will read them.
 * @returns {never}
 */
function failWith([cell, text], slots, remarks) {
  throw new PlmError(cell, () => fillWith(text, slots, remarks()));
}

/**
 * The number of a field; its sentence is thrown where it has none.
 * @param {Field} field
 */
function known(field) {
  if (typeof field === "string") fail(["#N/A", field]);
  return field;
}

// Python's idea of white space, which is not that of JavaScript.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

/** @param {string} text */
function strip(text) {
  return text.replace(ENDS, "");
}

/** @param {Value} cell */
function isBlank(cell) {
  return cell === null || (typeof cell === "string" && strip(cell) === "");
}

/** @param {Value} cell Blank, or 0, or FALSE: where a word belongs, people mean the default by it. */
function isNothing(cell) {
  return isBlank(cell) || cell === 0 || cell === false;
}

/**
 * The cell as a finite number >= 0; a blank counts as 0.
 * @param {Value} cell
 * @param {string} what
 */
function toNumber(cell, what) {
  const { messages } = data();
  const typed = typeof cell === "string" && !isBlank(cell) ? typedNumber(cell) : 0;
  if (typed === null) {
    const text = String(cell);
    return failWith(messages.noNumber, { what, cell: text }, () => oddities(text));
  }
  if (typeof typed !== "number") fail(messages.ambiguous, { what, cell: String(cell), says: says(typed) });
  let number = typed;
  if (typeof cell === "number" || typeof cell === "boolean") number = Number(cell);
  if (!Number.isFinite(number)) fail(messages.notFinite, { what });
  if (number < 0) fail(messages.negative, { what, number: general(number, 6) });
  return number;
}

/**
 * Reads a number > 0; a blank is the default where there is one.
 * @param {string} what
 * @param {() => number} [byDefault]
 * @returns {(cell: Value) => number}
 */
function size(what, byDefault) {
  return (cell) => {
    if (byDefault && isBlank(cell)) return byDefault();
    const number = toNumber(cell, what);
    if (number === 0) fail(data().messages.zero, { what });
    return number;
  };
}

/**
 * Reads the name of a model or dataset. A blank is the trap of a name without quotes.
 * @param {string} what
 * @returns {(cell: Value) => string}
 */
function nameOf(what) {
  return (cell) => {
    if (typeof cell === "string" && !isBlank(cell)) return cell;
    if (isNothing(cell)) fail(data().messages.blankName);
    return fail(data().messages.noName, { what, cell: pythonText(/** @type {Cell} */ (cell)) });
  };
}

/**
 * Reads every name of a range, leaving out blanks; null stands for an omitted range.
 * @param {string} what
 * @returns {(value: Value) => string[] | null}
 */
function namesOf(what) {
  return (value) => {
    if (!isRange(value) && isNothing(value)) return null;
    const cells = flatten(value);
    const error = cells.find((cell) => cell instanceof CellError);
    if (error instanceof CellError) throw new PlmError(error.text, error.say);
    return cells.filter((cell) => !isNothing(cell)).map(nameOf(what));
  };
}

/**
 * Reads one of a few words, without regard to case.
 * @param {"basis" | "kind" | "benchmark" | "quantity"} what
 * @returns {(cell: Value) => string}
 */
function choice(what) {
  return (cell) => {
    const { options, default: byDefault, unknown, missing } = data().choices[what];
    if (typeof cell === "string" && !isBlank(cell)) {
      return lookUp(options, word(cell)) ?? failWith(unknown, { cell }, () => oddities(cell));
    }
    return byDefault !== null && isNothing(cell) ? byDefault : fail(missing);
  };
}

/**
 * The text under a key that somebody typed, were it "constructor".
 * @param {Record<string, string>} texts
 * @param {string} key
 */
function lookUp(texts, key) {
  return typeof texts[key] === "string" ? texts[key] : undefined;
}

/**
 * @param {Value} value
 * @returns {value is Cell[][]}
 */
function isRange(value) {
  return Array.isArray(value);
}

/**
 * The cells of a value, row by row.
 * @param {Value} value
 */
function flatten(value) {
  return isRange(value) ? value.flat() : [value];
}

/**
 * Ranges as columns that a table goes through in step, as far down as the first one is filled: the blank
 * rest of a whole column makes no rows.
 * @param {Value[]} values
 * @returns {Value[]}
 */
function columns(...values) {
  const given = values.map((value) => (isRange(value) ? flatten(value).map((cell) => [cell]) : value));
  const [first] = given;
  if (!isRange(first)) return given;
  let filled = first.length;
  while (filled > 1 && isBlank(first[filled - 1][0])) filled -= 1;
  return given.map((value) =>
    isRange(value) && value.length > 1 ? [...value.slice(0, filled), ...value.slice(first.length)] : value,
  );
}

/**
 * compute() over ranges: a single row or column is repeated along the other axis, and where a range is
 * too short for the result the cell is #N/A.
 * @template T
 * @param {Value[]} values
 * @param {(...cells: Cell[]) => T} compute
 * @returns {T[][]}
 */
function broadcast(values, compute) {
  const grids = values.map((value) => (isRange(value) ? value : [[value]]));
  if (grids.length === 1) return grids[0].map((row) => row.map((cell) => compute(cell)));
  const height = Math.max(...grids.map((grid) => grid.length));
  const width = Math.max(...grids.map((grid) => grid[0].length));
  const tooShort = new CellError("#N/A", () => "The ranges differ in length.");
  const at = (/** @type {Cell[][]} */ grid, /** @type {number} */ y, /** @type {number} */ x) => {
    const row = grid.length === 1 ? grid[0] : (grid[y] ?? []);
    if (row.length === 1) return row[0];
    return x < row.length ? row[x] : tooShort;
  };
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => compute(...grids.map((grid) => at(grid, y, x)))),
  );
}
