/**
 * Gives cells the look of a role, and a number format.
 * @param {GoogleAppsScript.Spreadsheet.Range} range @param {string} role @param {string} [format]
 */
function dress_(range, role, format) {
  const look = PLM_APP.looks[role];
  if (look.background) range.setBackground(look.background);
  if (look.color) range.setFontColor(look.color);
  if (look.bold) range.setFontWeight("bold");
  if (look.italic) range.setFontStyle("italic");
  if (look.size) range.setFontSize(look.size);
  if (look.align) range.setHorizontalAlignment(look.align);
  if (look.border) {
    range.setBorder(true, true, true, true, true, true, look.border, SpreadsheetApp.BorderStyle.SOLID);
  }
  range.setVerticalAlignment(look.top ? "top" : "middle");
  range.setWrapStrategy(look.wrap ? SpreadsheetApp.WrapStrategy.WRAP : SpreadsheetApp.WrapStrategy.OVERFLOW);
  if (format) range.setNumberFormat(format);
}

/**
 * The name itself, or with the first number that no sheet has yet: Comparison, Comparison 2, ...
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} ss @param {string} name
 */
function freeName_(ss, name) {
  const taken = new Set(ss.getSheets().map((sheet) => sheet.getName().toLowerCase()));
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name} ${number}`;
  return free;
}

/**
 * Adds a sheet and fills it; where that fails, the sheet is gone again.
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} ss @param {string} name
 * @param {(sheet: GoogleAppsScript.Spreadsheet.Sheet) => void} fill
 */
function addSheet_(ss, name, fill) {
  const sheet = ss.insertSheet(freeName_(ss, name));
  try {
    fill(sheet);
  } catch (error) {
    ss.deleteSheet(sheet);
    throw error;
  }
  return sheet;
}

/**
 * A formula as every locale reads it: arguments apart by semicolons, where people with a decimal comma
 * would have semicolons and others commas. Numbers in it must be whole.
 * @param {string} formula with commas
 */
function anyLocale_(formula) {
  return formula.replace(/"[^"]*"|'[^']*'|,/g, (found) => (found === "," ? ";" : found));
}

/**
 * A text as it is written into a cell of the format "@": the apostrophe, which Sheets does not show, before
 * what would be a formula all the same.
 * @param {string} text
 */
function typed_(text) {
  return /^[=+\-@']/.test(text) ? `'${text}` : text;
}

/** A text as a formula holds it. @param {string} text */
function quoted_(text) {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * The chart of a comparison: bars of the ratios on a log axis, a line at the target. The first row of the
 * ranges holds the names of the series, which say basis and target.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet where it is to stand
 * @param {GoogleAppsScript.Spreadsheet.Range[]} ranges models, then ratios and target
 * @param {{row: number, column: number, width: number, height: number}} place
 */
function addChart_(sheet, ranges, place) {
  const builder = sheet.newChart();
  for (const range of ranges) builder.addRange(range);
  const chart = builder
    .setNumHeaders(1)
    .setMergeStrategy(Charts.ChartMergeStrategy.MERGE_COLUMNS)
    .setPosition(place.row, place.column, 0, 0)
    .setOption("width", place.width)
    .setOption("height", place.height)
    .setOption("series", { 0: { type: "bars" }, 1: { type: "line" } })
    .asComboChart()
    .setTitle(PLM_APP.title)
    .setYAxisTitle("tokens per parameter (log scale)")
    .setLegendPosition(Charts.Position.TOP)
    .setColors([PLM_APP.colours.bar, PLM_APP.colours.line])
    .useLogScale()
    .build();
  sheet.insertChart(chart);
}
