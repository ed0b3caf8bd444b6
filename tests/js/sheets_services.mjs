// The services of Apps Script that our scripts use, over a small spreadsheet in memory. Strict: what a
// service does not have throws, sizes and kinds are checked as Google does, and formulas must read the
// same in every locale.

import { CellError, calculate, parse } from "./sheets_formulas.mjs";

const [ROWS, COLUMNS] = [1000, 26];
const [LARGEST_LIST, MOST_PASSES] = [500, 20];

const letter = (column) => String.fromCharCode(64 + column);

function place(address) {
  const found = /^\$?([A-Z])\$?(\d+)(?::\$?([A-Z])\$?(\d+))?$/.exec(address);
  if (!found) throw new Error(`Range not found: ${address}`);
  const [, left, top, right = left, bottom = top] = found;
  const column = left.charCodeAt(0) - 64;
  const row = Number(top);
  return { row, column, rows: Number(bottom) - row + 1, columns: right.charCodeAt(0) - 64 - column + 1 };
}

/** An enumeration, or a service: what it has not, it refuses. */
function strict(name, members) {
  return new Proxy(members, {
    get(target, member) {
      if (typeof member === "string" && !(member in target)) throw new Error(`${name} has no ${member}`);
      return target[member];
    },
  });
}

function kind(value, wanted, what) {
  if (typeof value !== wanted) throw new Error(`${what}: ${wanted} expected, not ${typeof value} ${value}`);
}

function whole(value, what) {
  if (!Number.isInteger(value)) throw new Error(`${what}: Integer expected, not ${value}`);
}

function color(value) {
  if (!/^#[0-9A-Fa-f]{6}$/.test(value)) throw new Error(`Not a colour: ${value}`);
}

function oneOf(value, values, what) {
  if (!values.includes(value)) throw new Error(`${what}: ${value} is none of ${values.join(", ")}`);
}

const BORDER_STYLE = strict("BorderStyle", { SOLID: "SOLID" });
const WRAP = strict("WrapStrategy", { WRAP: "WRAP", OVERFLOW: "OVERFLOW", CLIP: "CLIP" });
const POSITION = strict("Position", { TOP: "TOP", NONE: "NONE" });
const MERGE = strict("ChartMergeStrategy", { MERGE_COLUMNS: "MERGE_COLUMNS", MERGE_ROWS: "MERGE_ROWS" });

class Range {
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
const shown = (value) => (value instanceof CellError ? value.message.split(" ")[0] : value);

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
    if (typeof value === "string" && value.startsWith("=")) {
      parse(value); // as the locale with the most differences reads it
      this.formulas.set(key, value);
      return;
    }
    if (typeof value === "string" && this.looks.get(key)?.format !== "@" && /^[\d.,/:-]+%?$/.test(value)) {
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

class Chart {
  constructor(made) {
    this.made = made;
  }
  getContainerInfo() {
    const [row, column] = this.made.position;
    return { getAnchorRow: () => row, getAnchorColumn: () => column };
  }
}

class ChartBuilder {
  constructor(made = { ranges: [], options: {} }) {
    this.made = made;
  }
  keep(properties) {
    Object.assign(this.made, properties);
    return this;
  }
  addRange(range) {
    if (!(range instanceof Range)) throw new Error("addRange: a range expected");
    this.made.ranges.push(`${range.sheet.name}!${range.getA1Notation()}`);
    return this;
  }
  setNumHeaders(headers) {
    whole(headers, "setNumHeaders");
    return this.keep({ headers });
  }
  setMergeStrategy(merge) {
    oneOf(merge, Object.values(MERGE), "setMergeStrategy");
    return this.keep({ merge });
  }
  setPosition(row, column, x, y) {
    for (const each of [row, column, x, y]) whole(each, "setPosition");
    return this.keep({ position: [row, column] });
  }
  setOption(option, value) {
    kind(option, "string", "setOption");
    this.made.options[option] = value;
    return this;
  }
  asComboChart() {
    return new ComboChartBuilder(this.keep({ type: "combo" }).made);
  }
}

class ComboChartBuilder extends ChartBuilder {
  setTitle(title) {
    kind(title, "string", "setTitle");
    return this.keep({ title });
  }
  setYAxisTitle(yTitle) {
    kind(yTitle, "string", "setYAxisTitle");
    return this.keep({ yTitle });
  }
  setLegendPosition(legend) {
    oneOf(legend, Object.values(POSITION), "setLegendPosition");
    return this.keep({ legend });
  }
  setColors(colors) {
    colors.forEach(color);
    return this.keep({ colors });
  }
  useLogScale() {
    return this.keep({ log: true });
  }
  build() {
    if (!this.made.ranges.length || !this.made.position) {
      throw new Error("A chart needs ranges and a position");
    }
    return new Chart(this.made);
  }
}

class ValidationBuilder {
  allowInvalid = true;
  requireNumberGreaterThan(number) {
    kind(number, "number", "requireNumberGreaterThan");
    this.criterion = `> ${number}`;
    this.accepts = (value) => typeof value === "number" && value > number;
    return this;
  }
  requireValueInList(values, dropdown) {
    kind(dropdown, "boolean", "requireValueInList");
    if (values.length > LARGEST_LIST) {
      throw new Error(`The data validation rule has more items than the limit of ${LARGEST_LIST}.`);
    }
    this.criterion = values;
    this.accepts = (value) => values.includes(value);
    return this;
  }
  setAllowInvalid(allowed) {
    kind(allowed, "boolean", "setAllowInvalid");
    this.allowInvalid = allowed;
    return this;
  }
  setHelpText(help) {
    kind(help, "string", "setHelpText");
    this.help = help;
    return this;
  }
  build() {
    if (!this.criterion) throw new Error("A data validation rule needs a criterion");
    const { criterion, accepts, allowInvalid, help } = this;
    return { isRule: true, criterion, accepts, allowInvalid, help };
  }
}

class FormatRuleBuilder {
  rule = {};
  whenTextEqualTo(text) {
    kind(text, "string", "whenTextEqualTo");
    this.rule.condition = text;
    return this;
  }
  setFontColor(value) {
    color(value);
    this.rule.color = value;
    return this;
  }
  setBold(bold) {
    kind(bold, "boolean", "setBold");
    this.rule.bold = bold;
    return this;
  }
  setRanges(ranges) {
    this.rule.ranges = ranges.map((range) => range.getA1Notation());
    return this;
  }
  build() {
    if (!this.rule.condition || !this.rule.ranges) throw new Error("A rule needs a condition and ranges");
    return { ...this.rule };
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

/**
 * The services over a spreadsheet, and what they showed to people.
 * @param {Spreadsheet} book
 * @param {string[]} pages HTML files of the script
 * @param {() => boolean} authorized
 */
export function services(book, pages, authorized) {
  const seen = { menus: {}, alerts: [], sidebars: [], dialogs: [] };
  const buttons = strict("ButtonSet", { OK: "OK", YES_NO: "YES_NO" });
  const ui = strict("Ui", {
    ButtonSet: buttons,
    createMenu(caption) {
      const items = [];
      const menu = strict("Menu", {
        addItem(text, run) {
          kind(run, "string", "addItem");
          items.push([text, run]);
          return menu;
        },
        addSeparator() {
          items.push("-");
          return menu;
        },
        addToUi() {
          seen.menus[caption] = items;
        },
      });
      return menu;
    },
    alert(title, prompt, set) {
      oneOf(set, Object.values(buttons), "alert");
      seen.alerts.push({ title, prompt });
    },
    showSidebar: (page) => seen.sidebars.push(page.made),
    showModalDialog: (page, title) => seen.dialogs.push({ ...page.made, title }),
  });
  const htmlOf = (file) => {
    const made = { file };
    const set = (property) => (value) => Object.assign(made, { [property]: value }) && page;
    const page = { made, setTitle: set("title"), setWidth: set("width"), setHeight: set("height") };
    return strict("HtmlOutput", page);
  };
  return {
    seen,
    global: {
      SpreadsheetApp: strict("SpreadsheetApp", {
        BorderStyle: BORDER_STYLE,
        WrapStrategy: WRAP,
        getUi: () => ui,
        getActiveSpreadsheet() {
          if (!authorized()) throw new Error("You do not have permission to call getActiveSpreadsheet.");
          return book;
        },
        newDataValidation: () => new ValidationBuilder(),
        newConditionalFormatRule: () => new FormatRuleBuilder(),
      }),
      HtmlService: strict("HtmlService", {
        createHtmlOutputFromFile(name) {
          if (!pages.includes(`${name}.html`)) throw new Error(`No HTML file named ${name} was found.`);
          return htmlOf(name);
        },
      }),
      Charts: strict("Charts", { Position: POSITION, ChartMergeStrategy: MERGE }),
    },
  };
}
