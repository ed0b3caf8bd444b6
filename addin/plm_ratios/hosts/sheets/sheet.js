// Between Google Sheets and the functions.
//
// A script can give a cell no error value but one: what it throws shows as #ERROR!, with the message in
// the note of the cell, and IFERROR and ISERROR see it (ISNA does not). So a single answer that is an
// error is thrown, with its reason. Inside a table nothing can be thrown: there an error is its text.

const DAY = 24 * 60 * 60 * 1000;
const DAY_ZERO = Date.UTC(1899, 11, 30);

/**
 * What a formula shows: the answer of a function to what Sheets hands over.
 * @param {string} name
 * @param {unknown[]} given
 */
function answer(name, ...given) {
  const result = call(name, given.map(fromSheets));
  if (isRange(result)) return result.length ? result.map((row) => row.map(toSheets)) : "";
  if (result instanceof CellError) throw new Error(`${result.text}: ${result.say()}`);
  return toSheets(result);
}

/**
 * An argument as the functions take it; a range of one cell is that cell.
 * @param {unknown} value
 * @returns {Value}
 */
function fromSheets(value) {
  if (!Array.isArray(value)) return cellFromSheets(value);
  const rows = value.map((row) => (Array.isArray(row) ? row : [row]).map(cellFromSheets));
  return rows.length === 1 && rows[0].length === 1 ? rows[0][0] : rows;
}

/**
 * @param {unknown} value
 * @returns {Cell}
 */
function cellFromSheets(value) {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return isErrorText(value) ? incoming(value) : value;
  // A date is the number that its cell holds; the Date is in the time zone of script and spreadsheet.
  if (Object.prototype.toString.call(value) === "[object Date]") return serial(/** @type {Date} */ (value));
  return incoming("#VALUE!");
}

/** @param {string} text Sheets hands over an error as its text. */
function isErrorText(text) {
  return text === "#ERROR!" || (text[0] === "#" && data().errors.includes(text));
}

/** @param {string} text */
function incoming(text) {
  // #ERROR! is what Sheets shows of a formula, or of a script, that failed.
  const known = text === "#ERROR!" ? "#VALUE!" : text;
  return new CellError(known, () => `A cell that the formula uses holds ${text}.`);
}

/** @param {Date} date */
function serial(date) {
  const day = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const seconds = (date.getHours() * 60 + date.getMinutes()) * 60 + date.getSeconds();
  return (day - DAY_ZERO + seconds * 1000 + date.getMilliseconds()) / DAY;
}

/** @param {Cell} cell */
function toSheets(cell) {
  if (cell === null) return "";
  return cell instanceof CellError ? cell.text : cell;
}
