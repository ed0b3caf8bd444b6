// Ranges of cells, as strict as those of Apps Script: sizes and kinds of values must fit.

import { CellError } from "./sheets_formulas.mjs";
import { BORDER_STYLE, WRAP, color, kind, oneOf, whole } from "./sheets_checks.mjs";

const [ROWS, COLUMNS] = [1000, 26];

export const letter = (column) => String.fromCharCode(64 + column);

export function place(address) {
  const found = /^\$?([A-Z])\$?(\d+)(?::\$?([A-Z])\$?(\d+))?$/.exec(address);
  if (!found) throw new Error(`Range not found: ${address}`);
  const [, left, top, right = left, bottom = top] = found;
  const column = left.charCodeAt(0) - 64;
  const row = Number(top);
  return { row, column, rows: Number(bottom) - row + 1, columns: right.charCodeAt(0) - 64 - column + 1 };
}

export class Range {
  constructor(sheet, row, column, rows, columns) {
    Object.assign(this, { sheet, row, column, rows, columns });
    for (const [name, number] of Object.entries({ row, column, rows, columns })) whole(number, name);
    if (row < 1 || column < 1 || row + rows - 1 > ROWS || column + columns - 1 > COLUMNS) {
      throw new Error("The coordinates of the range are outside the dimensions of the sheet.");
    }
    if (rows < 1 || columns < 1) throw new Error("The number of rows and columns must be at least 1.");
  }
  get places() {
    return Array.from({ length: this.rows * this.columns }, (_, at) => [
      this.row + Math.floor(at / this.columns),
      this.column + (at % this.columns),
    ]);
  }
  map(of) {
    return Array.from({ length: this.rows }, (_, row) =>
      Array.from({ length: this.columns }, (_, column) => of(this.row + row, this.column + column)),
    );
  }
  getSheet() {
    return this.sheet;
  }
  getA1Notation() {
    const first = letter(this.column) + this.row;
    const last = letter(this.column + this.columns - 1) + (this.row + this.rows - 1);
    return first === last ? first : `${first}:${last}`;
  }
  getValues() {
    return this.map((row, column) => shown(this.sheet.shown(row, column)));
  }
  getValue() {
    return this.getValues()[0][0];
  }
  getFormulas() {
    return this.map((row, column) => this.sheet.formulas.get(`${row},${column}`) ?? "");
  }
  getFormula() {
    return this.getFormulas()[0][0];
  }
  isBlank() {
    return this.getValues()
      .flat()
      .every((value) => value === "");
  }
  setValues(values) {
    if (values.length !== this.rows) {
      throw new Error(
        "The number of rows in the data does not match the number of rows in the range. " +
          `The data has ${values.length} but the range has ${this.rows}.`,
      );
    }
    for (const row of values) {
      if (row.length !== this.columns) {
        throw new Error(
          "The number of columns in the data does not match the number of columns in the range. " +
            `The data has ${row.length} but the range has ${this.columns}.`,
        );
      }
    }
    this.sheet.book.calls += 1;
    for (const [row, column] of this.places) {
      this.sheet.write(row, column, values[row - this.row][column - this.column]);
    }
    return this;
  }
  setFormula(formula) {
    kind(formula, "string", "setFormula");
    if (!formula.startsWith("=")) throw new Error(`A formula begins with =, not so ${formula}`);
    return this.setValues(this.map(() => formula));
  }
  clear() {
    for (const [row, column] of this.places) {
      this.sheet.write(row, column, "");
      this.sheet.looks.delete(`${row},${column}`);
    }
    return this;
  }
  look(properties) {
    this.sheet.book.calls += 1;
    for (const [row, column] of this.places) {
      const key = `${row},${column}`;
      this.sheet.looks.set(key, { ...this.sheet.looks.get(key), ...properties });
    }
    return this;
  }
  setBackground(value) {
    color(value);
    return this.look({ background: value });
  }
  setFontColor(value) {
    color(value);
    return this.look({ color: value });
  }
  setFontWeight(value) {
    oneOf(value, ["bold", "normal"], "setFontWeight");
    return this.look({ weight: value });
  }
  setFontStyle(value) {
    oneOf(value, ["italic", "normal"], "setFontStyle");
    return this.look({ style: value });
  }
  setFontSize(value) {
    whole(value, "setFontSize");
    return this.look({ size: value });
  }
  setHorizontalAlignment(value) {
    oneOf(value, ["left", "center", "normal", "right"], "setHorizontalAlignment");
    return this.look({ align: value });
  }
  setVerticalAlignment(value) {
    oneOf(value, ["top", "middle", "bottom"], "setVerticalAlignment");
    return this.look({ valign: value });
  }
  setWrapStrategy(value) {
    oneOf(value, Object.values(WRAP), "setWrapStrategy");
    return this.look({ wrap: value });
  }
  setNumberFormat(value) {
    kind(value, "string", "setNumberFormat");
    return this.look({ format: value });
  }
  setBorder(top, left, bottom, right, vertical, horizontal, value, style) {
    for (const side of [top, left, bottom, right, vertical, horizontal]) kind(side, "boolean", "setBorder");
    color(value);
    oneOf(style, Object.values(BORDER_STYLE), "setBorder");
    return this.look({ border: value });
  }
  setDataValidation(rule) {
    if (!rule.isRule) throw new Error("setDataValidation: a built rule expected");
    this.sheet.book.calls += 1;
    for (const [row, column] of this.places) this.sheet.validations.set(`${row},${column}`, rule);
    return this;
  }
}

/** What getValues() tells of a cell. */
export const shown = (value) => (value instanceof CellError ? value.message.split(" ")[0] : value);
