// The few formulas that our scripts write into sheets, calculated as Google Sheets does: tables that
// spill, custom functions that get ranges as arrays, errors of one cell and texts that look like errors.
// Arguments stand apart by semicolons, as in a spreadsheet of a country with a decimal comma.

export class CellError extends Error {}

const TOKENS = [
  /"(?:[^"]|"")*"/, // text
  /'(?:[^']|'')*'![$A-Z0-9:]+/, // cells of another sheet
  /\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?(?![A-Z0-9(])/, // cells of this one
  /[A-Z]+(?=\()/, // a function
  /\d+(?![.,\d])/, // a whole number
  /[{}();&=<>/-]/,
];
const TOKEN = new RegExp(`\\s*(?:${TOKENS.map((each) => `(${each.source})`).join("|")})`, "y");

/** A formula as nested arrays: ["call", name, ...arguments], ["text", "..."], ["range", sheet, address]. */
export function parse(formula) {
  if (!formula.startsWith("=")) throw new Error(`Not a formula: ${formula}`);
  const tokens = [];
  TOKEN.lastIndex = 1;
  while (TOKEN.lastIndex < formula.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(formula);
    if (!found) throw new Error(`Formula parse error at ${formula.slice(at)} of ${formula}`);
    tokens.push(found.slice(1).map((each) => each ?? null));
  }
  let next = 0;
  const sign = (...signs) => signs.includes(tokens[next]?.[5]) && tokens[next++][5];
  const expect = (wanted) => {
    if (!sign(wanted)) throw new Error(`Formula parse error: ${wanted} is missing in ${formula}`);
  };
  const levels = [["=", "<", ">"], ["&"], ["-"], ["/"]];
  function expression(level = 0) {
    if (level === levels.length) return operand();
    let left = expression(level + 1);
    for (let found = sign(...levels[level]); found; found = sign(...levels[level])) {
      left = ["operator", found, left, expression(level + 1)];
    }
    return left;
  }
  function list(end) {
    const found = [];
    if (sign(end)) return found;
    do {
      const last = tokens[next]?.[5];
      found.push(last === ";" || last === end ? ["blank"] : expression());
    } while (sign(";"));
    expect(end);
    return found;
  }
  function operand() {
    if (sign("(")) {
      const inner = expression();
      expect(")");
      return inner;
    }
    if (sign("{")) return ["table", ...list("}")];
    const [text, foreign, own, name, number] = tokens[next++] ?? [];
    if (text) return ["text", text.slice(1, -1).replaceAll('""', '"')];
    if (foreign) {
      const [, sheet, address] = /^'(.*)'!(.*)$/.exec(foreign);
      return ["range", sheet.replaceAll("''", "'"), address.replaceAll("$", "")];
    }
    if (own) return ["range", null, own.replaceAll("$", "")];
    if (name) return ["call", name, ...(expect("("), list(")"))];
    if (number) return ["number", Number(number)];
    throw new Error(`Formula parse error in ${formula}`);
  }
  const tree = expression();
  if (next < tokens.length) throw new Error(`Formula parse error: too much in ${formula}`);
  return tree;
}

/**
 * What a formula gives: a value, or rows of values that spill.
 * read(sheet, address) gives rows of values; custom holds our functions.
 */
export function calculate(tree, read, custom) {
  const [kind, ...parts] = tree;
  const value = (part) => calculate(part, read, custom);
  if (kind === "blank") return "";
  if (kind === "text" || kind === "number") return parts[0];
  if (kind === "range") {
    const rows = read(...parts);
    return rows.length * rows[0].length === 1 ? raised(rows[0][0]) : rows;
  }
  if (kind === "table") return parts.flatMap((part) => rowsOf(value(part)));
  if (kind === "operator") {
    const [sign, left, right] = parts;
    return each(value(left), value(right), (one, other) => operate(sign, raised(one), raised(other)));
  }
  const [name, ...given] = parts;
  if (name === "ARRAYFORMULA") return value(given[0]);
  if (name === "IF") {
    const [test, yes, no] = given.map((part) => () => value(part));
    const tested = test();
    if (!Array.isArray(tested)) return raised(tested) ? yes() : no();
    return each(
      each(tested, yes(), (one, chosen) => [one, chosen]),
      no(),
      ([one, chosen], other) => (one ? chosen : other),
    );
  }
  if (name === "ISNUMBER") return each(value(given[0]), "", (one) => typeof one === "number");
  if (name === "COUNTA") {
    return rowsOf(value(given[0]))
      .flat()
      .filter((one) => one !== "").length;
  }
  if (name === "COUNTIF" && given[1][1] === "?*") {
    return rowsOf(value(given[0]))
      .flat()
      .filter((one) => typeof one === "string" && one).length;
  }
  if (typeof custom[name] !== "function") throw new Error(`Unknown function: ${name}`);
  const cells = given.map(value);
  try {
    return custom[name](...cells) ?? "";
  } catch (error) {
    throw new CellError(`#ERROR! ${error.message}`);
  }
}

const rowsOf = (value) => (Array.isArray(value) ? value : [[value]]);

function raised(value) {
  if (value instanceof CellError) throw value;
  return value;
}

function operate(sign, one, other) {
  if (sign === "&") return `${one}${other}`;
  if (sign === "=") return one === other;
  if (sign === "<") return one < other;
  if (sign === ">") return one > other;
  if (typeof one === "string" || typeof other === "string") throw new CellError("#VALUE!");
  return sign === "-" ? one - other : one / other;
}

function each(one, other, make) {
  if (!Array.isArray(one) && !Array.isArray(other)) return make(one, other);
  const [left, right] = [rowsOf(one), rowsOf(other)];
  const at = (rows, row, column) => rows[rows.length === 1 ? 0 : row][rows[0].length === 1 ? 0 : column];
  const tall = Math.max(left.length, right.length);
  const wide = Math.max(left[0].length, right[0].length);
  return Array.from({ length: tall }, (_, row) =>
    Array.from({ length: wide }, (_, column) => make(at(left, row, column), at(right, row, column))),
  );
}
