/**
 * Stands in for Office.js: one sheet, as far as the pane and xlwings look. As in Excel, a property can be
 * read only after load() and sync(), and what is written arrives with sync(); wrong use is an error.
 *
 * What a test puts into globalThis.stubbed before the page loads, such as {select: "B2"}, is how it starts.
 */
const excel = Object.assign(
  {
    select: "A1",
    protected: false,
    api: 17, // of version 1.17
    sheet: "Sheet1",
    cells: {},
    texts: [], // cells that hold a text because of an apostrophe before it
    formats: {},
    validation: {},
    bold: [],
    fitted: [],
    calculated: [],
  },
  globalThis.stubbed,
);
const registered = {};

const letters = (column) =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));
const a1 = (row, column) => letters(column) + (row + 1);
function place(address) {
  const [, word, row] = /^([A-Z]+)(\d+)$/.exec(address);
  return [Number(row) - 1, [...word].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1];
}
const failure = (code, message) => Object.assign(new Error(message), { code });

/** What a cell of a format holds once this was written into it, as far as anybody knows: what Excel reads. */
function held(written, format) {
  if (typeof written !== "string") return written;
  if (written.startsWith("'")) return written.slice(1);
  if (/^[=+\-@]/.test(written)) return written.startsWith("=") ? written : `=${written}`;
  if (format === "@") return written;
  if (/^(true|false)$/i.test(written)) return written.toLowerCase() === "true";
  if (/^\d{4}-\d\d-\d\d$/.test(written)) return Date.parse(written) / 86400000 + 25569;
  return written.trim() !== "" && Number.isFinite(Number(written)) ? Number(written) : written;
}

class StubRange {
  #context;
  #loaded = new Set();
  #asked = new Set();
  constructor(context, row, column, height = 1, width = 1) {
    const fits = row + height <= 1048576 && column + width <= 16384;
    if (!fits) throw failure("InvalidArgument", "out of the sheet");
    this.#context = context;
    Object.assign(this, { top: row, left: column, height, width });
    context.ranges.push(this);
    const range = this;
    const write = (act) =>
      context.queue.push(() => {
        if (excel.protected) throw failure("AccessDenied", "You cannot perform the requested operation.");
        act();
      });
    this.write = write;
    this.format = {
      font: {
        set bold(value) {
          write(() => excel.bold.push([range.local, value]));
        },
      },
      autofitColumns() {
        if (excel.api < 2) throw failure("ApiNotFound", "autofitColumns");
        write(() => excel.fitted.push(range.local));
      },
    };
    this.dataValidation = {
      set rule(rule) {
        if (excel.api < 8) throw failure("ApiNotFound", "dataValidation");
        write(() => (excel.validation[range.local] = rule));
      },
    };
  }
  get local() {
    const last = a1(this.top + this.height - 1, this.left + this.width - 1);
    const first = a1(this.top, this.left);
    return first === last ? first : `${first}:${last}`;
  }
  load(names) {
    for (const name of names.split(",")) this.#asked.add(name);
  }
  arrive() {
    for (const name of this.#asked) this.#loaded.add(name);
  }
  #read(name, value) {
    if (!this.#loaded.has(name)) throw failure("PropertyNotLoaded", `${name} is not loaded`);
    return value;
  }
  get address() {
    return this.#read("address", `${excel.sheet}!${this.local}`);
  }
  get rowIndex() {
    return this.#read("rowIndex", this.top);
  }
  get columnIndex() {
    return this.#read("columnIndex", this.left);
  }
  #map(make) {
    return Array.from({ length: this.height }, (_, row) =>
      Array.from({ length: this.width }, (_, column) =>
        make(a1(this.top + row, this.left + column), row, column),
      ),
    );
  }
  get formulas() {
    return this.#read(
      "formulas",
      this.#map((cell) => excel.cells[cell] ?? ""),
    );
  }
  set formulas(rows) {
    if (rows.length !== this.height || rows.some((row) => row.length !== this.width)) {
      throw failure("InvalidArgument", "the array does not match the range");
    }
    this.write(() =>
      this.#map((cell, row, column) => {
        if (rows[row][column] !== "") excel.cells[cell] = held(rows[row][column], excel.formats[cell]);
        if (/^'/.test(rows[row][column])) excel.texts.push(cell);
      }),
    );
  }
  set numberFormat(rows) {
    if (rows.length !== this.height || rows.some((row) => row.length !== this.width)) {
      throw failure("InvalidArgument", "the array does not match the range");
    }
    this.write(() => this.#map((cell, row, column) => (excel.formats[cell] = rows[row][column])));
  }
  getCell(row, column) {
    return new StubRange(this.#context, this.top + row, this.left + column);
  }
  getRow(row) {
    return new StubRange(this.#context, this.top + row, this.left, 1, this.width);
  }
  getOffsetRange(rows, columns) {
    return new StubRange(this.#context, this.top + rows, this.left + columns, this.height, this.width);
  }
  getBoundingRect(other) {
    const [top, left] = [Math.min(this.top, other.top), Math.min(this.left, other.left)];
    const height = Math.max(this.top + this.height, other.top + other.height) - top;
    const width = Math.max(this.left + this.width, other.left + other.width) - left;
    return new StubRange(this.#context, top, left, height, width);
  }
}

class StubContext {
  queue = [];
  ranges = [];
  workbook = {
    name: "Book1.xlsx",
    load() {},
    application: { calculate: (kind) => this.queue.push(() => excel.calculated.push(kind)) },
    getSelectedRange: () => new StubRange(this, ...place(excel.select)),
  };
  application = {
    cultureInfo: { name: "en-US", load() {}, datetimeFormat: { shortDatePattern: "m/d/yyyy", load() {} } },
  };
  async sync() {
    for (const act of this.queue.splice(0)) act();
    for (const range of this.ranges) range.arrive();
  }
}

globalThis.Office = {
  onReady: async (then) => {
    then?.({ host: "Excel" });
    return { host: "Excel" };
  },
  context: {
    officeTheme: excel.theme,
    requirements: {
      isSetSupported: (set, version = "1.1") =>
        Number(version.split(".")[1]) <= (set === "ExcelApi" ? excel.api : 4),
    },
  },
  actions: { associate() {} },
};
globalThis.Excel = {
  RequestContext: StubContext,
  run: async (act) => {
    const context = new StubContext();
    const result = await act(context);
    await context.sync();
    return result;
  },
};
globalThis.CustomFunctions = {
  associate: (id, call) => (registered[id] = call),
  Error: class extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  },
  ErrorCode: { invalidValue: "#VALUE!" },
};
Object.assign(globalThis, { excel, registered });
