// Plays a person at a Google spreadsheet whose script is the one in a folder.
//   node sheets_app.mjs FOLDER < steps.json
// Steps are lists: ["run", function, ...arguments], ["type", sheet, cell, value], ["select", sheet, cell],
// ["sheet", name], ["rename", from, to], ["fail", method of a sheet]. Prints what came of it, as JSON.

import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { Spreadsheet } from "./sheets_grid.mjs";
import { services } from "./sheets_services.mjs";

const folder = process.argv[2];
const steps = JSON.parse(fs.readFileSync(0, "utf8"));
const book = new Spreadsheet();
let authorized = true;
const { seen, global } = services(book, fs.readdirSync(folder), () => authorized);
const context = vm.createContext(global);
vm.runInContext(fs.readFileSync(path.join(folder, "Code.gs"), "utf8"), context, { filename: "Code.gs" });
book.custom = context;

const actions = {
  run: (name, ...given) => context[name](...given),
  menu(mode) {
    authorized = mode !== "NONE";
    context.onOpen({ authMode: mode });
    authorized = true;
    return seen.menus;
  },
  type: (sheet, cell, value) =>
    void book
      .find(sheet)
      .getRange(cell)
      .setValues([[value]]),
  select: (sheet, cell) => book.select(sheet, cell),
  sheet: (name) => void book.insertSheet(name),
  name: (name, sheet, cell) => book.setNamedRange(name, book.find(sheet).getRange(cell)),
  rename: (from, to) => void (book.find(from).name = to),
  fail(method) {
    Object.getPrototypeOf(book.sheets[0])[method] = () => {
      throw new Error("Service Spreadsheets failed.");
    };
  },
};

const results = steps.map(([action, ...given]) => {
  book.calls = 0;
  try {
    const result = actions[action](...given);
    return { result: typeof result === "object" && action !== "menu" ? null : result, calls: book.calls };
  } catch (error) {
    return { error: error.message };
  }
});

const address = (key) => {
  const [row, column] = key.split(",").map(Number);
  return String.fromCharCode(64 + column) + row;
};
const keyed = (map, of = (value) => value) =>
  Object.fromEntries([...map].map(([key, value]) => [address(key), of(value)]));

book.calculate();
const sheets = Object.fromEntries(
  book.sheets.map((sheet) => [
    sheet.name,
    {
      values: keyed(sheet.values),
      formulas: keyed(sheet.formulas),
      shown: keyed(new Map([...sheet.spilled, ...sheet.values]), (value) => value?.message ?? value),
      looks: keyed(sheet.looks),
      validations: keyed(sheet.validations, ({ criterion, allowInvalid, help }) => ({
        criterion,
        allowInvalid,
        help,
      })),
      charts: sheet.charts.map((chart) => chart.made),
      rules: sheet.rules,
      widths: sheet.widths,
      frozen: sheet.frozen,
      hiddenGridlines: sheet.hiddenGridlines,
      metadata: sheet.metadata.map((each) => [each.getKey(), each.getValue()]),
    },
  ]),
);
const functions = Object.keys(context).filter((name) => typeof context[name] === "function");
console.log(
  JSON.stringify({
    results,
    sheets,
    functions,
    seen,
    order: book.sheets.map((sheet) => sheet.name),
    active: book.active.name,
    names: Object.fromEntries(book.names),
    toasts: book.toasts,
  }),
);
