// The services of Apps Script that our scripts use, over a small spreadsheet in memory. Strict: what a
// service does not have throws, sizes and kinds are checked as Google does, and formulas must read the
// same in every locale.

import { FormatRuleBuilder, ValidationBuilder } from "./sheets_builders.mjs";
import { BORDER_STYLE, MERGE, POSITION, WRAP, kind, oneOf, strict } from "./sheets_checks.mjs";

/**
 * The services over a spreadsheet, and what they showed to people.
 * @param {import("./sheets_grid.mjs").Spreadsheet} book
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
