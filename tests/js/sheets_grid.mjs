// A small spreadsheet in memory: sheets, names, formulas that spill.

import { Chart, ChartBuilder } from "./sheets_builders.mjs";
import { Range, letter, place, shown } from "./sheets_cells.mjs";
import { kind, whole } from "./sheets_checks.mjs";
import { CellError, calculate, parse } from "./sheets_formulas.mjs";

const MOST_PASSES = 20;

class Sheet {
  constructor(book, name) {
    Object.assign(this, { book, name, charts: [], rules: [], metadata: [], widths: {}, frozen: [0, 0] });
    Object.assign(this, { values: new Map(), formulas: new Map(), looks: new Map(), spilled: new Map() });
    Object.assign(this, { validations: new Map(), hiddenGridlines: false });
  }
  shown(row, column) {
    this.book.calculate();
    const key = `${row},${column}`;
    return this.values.get(key) ?? this.spilled.get(key) ?? "";
  }
  write(row, column, value) {
    const key = `${row},${column}`;
    this.book.stale = true;
    this.values.delete(key);
    this.formulas.delete(key);
    if (!["string", "number", "boolean"].includes(typeof value)) {
      throw new Error(`A cell cannot hold ${typeof value} ${value}`);
    }
    if (value === "") return;
    if (typeof value === "string" && value.startsWith("'")) {
      this.values.set(key, value.slice(1)); // the sign for a text, which Sheets takes away
      return;
    }
    if (typeof value === "string" && /^[=+]/.test(value)) {
      parse(value); // as the locale with the most differences reads it
      this.formulas.set(key, value);
      return;
    }
    if (typeof value === "string" && this.looks.get(key)?.format !== "@" && /^([\d.,/:-]+%?|true|false)$/i.test(value)) {
      throw new Error(`Sheets would read the text ${value} as a number or a date`);
    }
    const rule = this.validations.get(key);
    if (rule && !rule.allowInvalid && !rule.accepts(value)) {
      throw new Error(
        `The data you entered in cell ${letter(column)}${row} violates the data validation rules.`,
      );
    }
    this.values.set(key, value);
  }
  used() {
    this.book.calculate();
    const keys = [...this.values.keys(), ...this.formulas.keys(), ...this.spilled.keys()];
    return keys.map((key) => key.split(",").map(Number));
  }
  getName() {
    return this.name;
  }
  getRange(first, column, rows = 1, columns = 1) {
    if (typeof first === "string") {
      const at = place(first);
      return new Range(this, at.row, at.column, at.rows, at.columns);
    }
    return new Range(this, first, column, rows, columns);
  }
  getLastRow() {
    return Math.max(0, ...this.used().map(([row]) => row));
  }
  getLastColumn() {
    return Math.max(0, ...this.used().map(([, column]) => column));
  }
  setColumnWidth(column, width) {
    whole(column, "setColumnWidth");
    whole(width, "setColumnWidth");
    this.widths[letter(column)] = width;
    return this;
  }
  setFrozenRows(rows) {
    this.frozen[0] = rows;
  }
  setFrozenColumns(columns) {
    this.frozen[1] = columns;
  }
  setHiddenGridlines(hidden) {
    kind(hidden, "boolean", "setHiddenGridlines");
    this.hiddenGridlines = hidden;
    return this;
  }
  setConditionalFormatRules(rules) {
    if (!rules.every((rule) => rule.condition)) {
      throw new Error("setConditionalFormatRules: built rules expected");
    }
    this.rules = rules;
  }
  newChart() {
    return new ChartBuilder();
  }
  insertChart(chart) {
    if (!(chart instanceof Chart)) throw new Error("insertChart: a built chart expected");
    this.charts.push(chart);
  }
  getCharts() {
    return [...this.charts];
  }
  removeChart(chart) {
    if (!this.charts.includes(chart)) throw new Error("removeChart: this chart is not on the sheet");
    this.charts = this.charts.filter((each) => each !== chart);
  }
  addDeveloperMetadata(key, value) {
    this.metadata.push({ getKey: () => key, getValue: () => value });
    return this;
  }
  getDeveloperMetadata() {
    return [...this.metadata];
  }
}

/** A spreadsheet that somebody has open. `custom` holds the functions of the script. */
export class Spreadsheet {
  calls = 0;
  toasts = [];
  names = new Map();
  stale = false;
  constructor() {
    this.sheets = [new Sheet(this, "Sheet1")];
    this.select("Sheet1", "A1");
  }
  find(name) {
    return this.sheets.find((sheet) => sheet.name === name);
  }
  select(name, address) {
    this.active = this.find(name);
    this.cell = this.active.getRange(address);
  }
  /** Calculates all formulas until nothing changes. */
  calculate() {
    if (!this.stale) return;
    this.stale = false;
    let before;
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      for (const sheet of this.sheets) this.pass(sheet);
      const now = JSON.stringify(
        this.sheets.map((sheet) => [...sheet.spilled].map(([key, value]) => [key, shown(value)])),
      );
      if (now === before) return;
      before = now;
    }
    throw new Error("The formulas never come to rest.");
  }
  pass(sheet) {
    const spilled = new Map();
    const read = (name, address) => {
      const at = place(address);
      const from = name === null ? sheet : this.find(name);
      if (!from) throw new Error(`A formula reads the sheet ${name}, which is not there.`);
      const value = (row, column) =>
        from.values.get(`${row},${column}`) ?? from.spilled.get(`${row},${column}`) ?? "";
      return Array.from({ length: at.rows }, (_, row) =>
        Array.from({ length: at.columns }, (_, column) => value(at.row + row, at.column + column)),
      );
    };
    for (const [key, formula] of sheet.formulas) {
      const [row, column] = key.split(",").map(Number);
      let found;
      try {
        found = calculate(parse(formula), read, this.custom);
      } catch (error) {
        if (!(error instanceof CellError)) throw error;
        found = error;
      }
      const rows = Array.isArray(found) ? found : [[found]];
      rows.forEach((values, down) =>
        values.forEach((value, across) => {
          const to = `${row + down},${column + across}`;
          if ((down || across) && (sheet.values.has(to) || sheet.formulas.has(to) || spilled.has(to))) {
            throw new Error(`#REF! ${formula} would overwrite ${to} of ${sheet.name}`);
          }
          spilled.set(to, value ?? "");
        }),
      );
    }
    sheet.spilled = spilled;
  }
  getSheets() {
    return [...this.sheets];
  }
  getActiveSheet() {
    return this.active;
  }
  getCurrentCell() {
    return this.cell;
  }
  setActiveSheet(sheet) {
    this.select(sheet.name, "A1");
    return sheet;
  }
  insertSheet(name) {
    if (this.sheets.some((sheet) => sheet.name.toLowerCase() === name.toLowerCase())) {
      throw new Error(`A sheet with the name "${name}" already exists. Please enter another name.`);
    }
    const sheet = new Sheet(this, name);
    this.sheets.splice(this.sheets.indexOf(this.active) + 1, 0, sheet);
    this.select(name, "A1");
    return sheet;
  }
  deleteSheet(sheet) {
    if (this.sheets.length === 1) throw new Error("You can't remove all the sheets in a document.");
    this.sheets = this.sheets.filter((each) => each !== sheet);
    this.select(this.sheets[0].name, "A1");
  }
  getNamedRanges() {
    return [...this.names.keys()].map((name) => ({ getName: () => name }));
  }
  setNamedRange(name, range) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`Not a name for a range: ${name}`);
    this.names.set(name, `${range.sheet.name}!${range.getA1Notation()}`);
  }
  toast(message, title) {
    this.toasts.push(`${title}: ${message}`);
  }
}
