/// <reference path="app.d.ts" />

const MENU = "pLM ratios";

/** Adds the menu. It asks for no authorization, so it also works before anybody gave one. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu(MENU)
    .addItem("New comparison sheet", "newComparison")
    .addItem("Insert model…", "showSidebar")
    .addItem("Prepare slide sheet", "prepareSlide")
    .addSeparator()
    .addItem("About", "showAbout")
    .addToUi();
}

/** Adds the menu to the spreadsheet into which somebody has just installed the script as an add-on. */
function onInstall() {
  onOpen();
}

/** Menu: a sheet that compares the models of the essay. */
function newComparison() {
  const ss = SpreadsheetApp.getActiveSpreadsheet();
  const sheet = makeComparison_(ss, PLM_APP.defaults, PLM_APP.bases[0].id);
  ss.toast("Change the inputs and the models; table and chart follow.", `Made the sheet ${sheet.getName()}`);
}

/** Menu: the catalog to search, beside the sheet. */
function showSidebar() {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile("Sidebar").setTitle(MENU));
}

/** Menu: version, licences, what happens to one's data. */
function showAbout() {
  const page = HtmlService.createHtmlOutputFromFile("About").setWidth(440).setHeight(400);
  SpreadsheetApp.getUi().showModalDialog(page, `About ${MENU}`);
}

/** Menu: the comparison that is open, as a sheet to present. */
function prepareSlide() {
  const ui = SpreadsheetApp.getUi();
  const ss = SpreadsheetApp.getActiveSpreadsheet();
  const found = findComparison_(ss.getActiveSheet());
  if (!found) {
    ui.alert(
      "No comparison is open",
      `${whatToOpen_(ss)} Then choose Prepare slide sheet again.`,
      ui.ButtonSet.OK,
    );
    return;
  }
  const slide = makeSlide_(ss, found);
  ui.alert(`The sheet ${slide.getName()} is ready`, HOW_TO_PRESENT, ui.ButtonSet.OK);
}

/**
 * Which sheets a slide can be made from, as an instruction.
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} ss
 */
function whatToOpen_(ss) {
  const sheets = ss.getSheets().filter((sheet) => findComparison_(sheet));
  if (!sheets.length) return `Make a comparison first: ${MENU} > New comparison sheet.`;
  return `Open the sheet ${sheets.map((sheet) => sheet.getName()).join(" or ")}.`;
}
