const COMPARISON = "Comparison";
const INPUTS = { length: "$B$4", basis: "$B$5", target: "$B$6" };
const INPUT_NAMES = { AverageLength: INPUTS.length, Basis: INPUTS.basis, Target: INPUTS.target };
const FIRST_INPUT = 4;
const HEADER_ROW = 8;
const FEWEST_ROWS = 2; // a range of one cell reaches a custom function as a value, not as a table
const CHART_SIZE = { width: 960, height: 460 };

/** The letter of the column of ratios, which stands behind one for each basis. */
const ratioColumn_ = () => String.fromCharCode(67 + PLM_APP.bases.length);

/**
 * The columns of a comparison from A on. A formula answers for all rows at once: it stands in the header,
 * where deleting and inserting rows leaves it alone. Sheets starts our functions on its servers for each
 * cell that calls one, so one call a column is much quicker than one a cell.
 * @typedef {{header: string, width: number, role: string, format?: string, formula?: string}} PlmColumn
 * @param {number} last row of the table @returns {PlmColumn[]}
 */
function columnsTo_(last) {
  /** @param {string} column */
  const all = (column) => `${column}${HEADER_ROW + 1}:${column}${last}`;
  const { count, ratio } = PLM_APP.formats;
  const models = all("A");
  return [
    { header: "Model", width: 170, role: "input" },
    { header: "Parameters", width: 90, role: "calculation", format: count, formula: `PARAMS(${models})` },
    ...PLM_APP.bases.map((basis) => ({
      header: `Ratio (${basis.id})`,
      width: 90,
      role: "calculation",
      format: ratio,
      formula: `RATIO(${models},${quoted_(basis.id)},${INPUTS.length})`,
    })),
    {
      header: "Tokens per parameter",
      width: 100,
      role: "output",
      format: ratio,
      formula: `RATIO(${models},${INPUTS.basis},${INPUTS.length})`,
    },
    {
      header: "Verdict",
      width: 170,
      role: "output",
      formula: `VERDICT(${all(ratioColumn_())},${INPUTS.target})`,
    },
    { header: "Source", width: 300, role: "line", formula: `SOURCE(${models},${INPUTS.basis})` },
  ];
}

/**
 * The columns that the chart reads, whose headers say basis and target and become its legend: a chart's
 * title cannot follow a cell, its legend does.
 * @param {number} last row of the table
 */
function chartColumns_(last) {
  const { length, basis, target } = INPUTS;
  const sequences = `IF(${basis}="effective",", sequences of "&${length}&" residues","")`;
  const residues = `IF(${basis}="sequences"," x "&${length}&" residues",${sequences})`;
  const rows = (/** @type {string} */ column) => `${column}${HEADER_ROW + 1}:${column}${last}`;
  const ratios = rows(ratioColumn_());
  return [
    `={"basis: "&${basis}&${residues};ARRAYFORMULA(IF(ISNUMBER(${ratios}),${ratios},))}`,
    `={"target: "&${target}&" tokens per parameter";ARRAYFORMULA(IF(${rows("A")}="",,${target}))}`,
  ];
}

/** Where they begin: after the others and a narrow one. @param {PlmColumn[]} columns */
const chartColumn_ = (columns) => columns.length + 2;

/**
 * Adds a sheet that compares models.
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} ss @param {string[]} models @param {string} basis
 */
function makeComparison_(ss, models, basis) {
  const last = HEADER_ROW + Math.max(models.length, FEWEST_ROWS);
  const sheet = addSheet_(ss, COMPARISON, (added) => {
    writeInputs_(added, basis);
    writeTable_(added, models, last);
    const [from, rows] = [HEADER_ROW, last - HEADER_ROW + 1];
    const chartAt = chartColumn_(columnsTo_(last));
    addChart_(added, [added.getRange(from, 1, rows, 1), added.getRange(from, chartAt, rows, 2)], {
      row: last + 2,
      column: 1,
      ...CHART_SIZE,
    });
  });
  nameInputs_(ss, sheet);
  ss.setActiveSheet(sheet);
  return sheet;
}

/**
 * Title, notes and the three inputs.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet @param {string} basis
 */
function writeInputs_(sheet, basis) {
  const meanings = PLM_APP.bases.reduceRight(
    (rest, each) => `IF(${INPUTS.basis}=${quoted_(each.id)},${quoted_(each.meaning)},${rest})`,
    quoted_(`Not a basis. Choose ${PLM_APP.bases.map((each) => each.id).join(", ")}.`),
  );
  dress_(sheet.getRange("A1"), "title");
  dress_(sheet.getRange("A2:A3"), "subtitle");
  dress_(sheet.getRange("A4:A6"), "label");
  dress_(sheet.getRange("B4:B6"), "input");
  dress_(sheet.getRange("C4:C6"), "message");
  sheet.getRange("A1:C6").setValues([
    ["Tokens per parameter, model by model", "", ""],
    [
      "Change the inputs and the models; the table follows: its formulas stand in the header. A new model: " +
        'insert a row between two others. #N/A: no number on this basis; =WHY("model", "basis") says why.',
      "",
      "",
    ],
    [`Catalog ${PLM_APP.edition}, plm-ratios ${PLM_APP.version}. ${PLM_APP.licence}`, "", ""],
    ["Average length", PLM_APP.length, "residues per sequence; used by the bases sequences and effective"],
    ["Basis", basis, anyLocale_(`=${meanings}`)],
    ["Target", PLM_APP.target, `tokens per parameter; ${PLM_APP.target} is the rule for text models`],
  ]);
  const above = SpreadsheetApp.newDataValidation().requireNumberGreaterThan(0).setAllowInvalid(false);
  const size = above.setHelpText("A number above zero.").build();
  const bases = PLM_APP.bases.map((each) => each.id);
  sheet.getRange("B4").setDataValidation(size);
  sheet.getRange("B6").setDataValidation(size);
  sheet
    .getRange("B5")
    .setDataValidation(
      SpreadsheetApp.newDataValidation().requireValueInList(bases, true).setAllowInvalid(false).build(),
    );
}

/**
 * The header with its formulas, and the models below it.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet @param {string[]} models @param {number} last row
 */
function writeTable_(sheet, models, last) {
  const columns = columnsTo_(last);
  const rows = last - HEADER_ROW;
  columns.forEach((column, at) => {
    const cells = sheet.getRange(HEADER_ROW + 1, at + 1, rows, 1);
    dress_(cells, column.role, column.format);
    cells.setWrapStrategy(SpreadsheetApp.WrapStrategy.CLIP);
    if (column.format) cells.setHorizontalAlignment("right"); // #N/A is a text, for Sheets
    sheet.setColumnWidth(at + 1, column.width);
  });
  const chartAt = chartColumn_(columns);
  const chartColumns = sheet.getRange(HEADER_ROW, chartAt, rows + 1, 2);
  dress_(chartColumns, "subtitle", PLM_APP.formats.ratio);
  chartColumns.setWrapStrategy(SpreadsheetApp.WrapStrategy.WRAP);
  sheet.setColumnWidth(chartAt - 1, 20).setColumnWidth(chartAt, 110).setColumnWidth(chartAt + 1, 110);
  dress_(sheet.getRange(HEADER_ROW, 1, 1, columns.length), "header");
  sheet.getRange(HEADER_ROW + 1, 1, rows, 1).setNumberFormat("@");

  const header = columns.map(({ header, formula }) => (formula ? `={"${header}";${formula}}` : header));
  const headers = [...header, "", ...chartColumns_(last)].map(anyLocale_);
  sheet.getRange(HEADER_ROW, 1, 1, headers.length).setValues([headers]);
  const names = sheet.getRange(HEADER_ROW + 1, 1, rows, 1);
  names.setValues(Array.from({ length: rows }, (_, row) => [typed_(models[row] ?? "")]));
  // Aliases such as esm2-15b are as good as the names of the list.
  const rule = SpreadsheetApp.newDataValidation()
    .requireValueInList(PLM_APP.names, true)
    .setAllowInvalid(true);
  names.setDataValidation(
    rule.setHelpText("A model of the catalog; its id and other names work too.").build(),
  );

  const missing = SpreadsheetApp.newConditionalFormatRule()
    .whenTextEqualTo("#N/A")
    .setFontColor(PLM_APP.colours.missing)
    .setBold(false)
    .setRanges([sheet.getRange(HEADER_ROW + 1, 2, rows, columns.length - 1)])
    .build();
  sheet.setConditionalFormatRules([missing]);
  sheet.setFrozenRows(HEADER_ROW);
  sheet.setFrozenColumns(1);
}

/**
 * Gives the inputs names that nothing in the spreadsheet has yet: Basis, for a second comparison Basis_2.
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} ss @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 */
function nameInputs_(ss, sheet) {
  const taken = new Set(ss.getNamedRanges().map((each) => each.getName().toLowerCase()));
  const names = Object.entries(INPUT_NAMES);
  let suffix = "";
  for (let number = 2; names.some(([name]) => taken.has((name + suffix).toLowerCase())); number++) {
    suffix = `_${number}`;
  }
  for (const [name, cell] of names) ss.setNamedRange(name + suffix, sheet.getRange(cell));
}

/**
 * Where things are in a comparison, wherever people moved them; null where a sheet is none.
 * @typedef {{sheet: GoogleAppsScript.Spreadsheet.Sheet, header: number, last: number,
 *   inputs: Record<string, number>, columns: Record<string, number>}} PlmComparison
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet @returns {PlmComparison | null}
 */
function findComparison_(sheet) {
  const height = Math.min(sheet.getLastRow(), 60);
  const width = Math.min(sheet.getLastColumn(), 40);
  if (height < HEADER_ROW || width < 3) return null;
  const range = sheet.getRange(1, 1, height, width);
  const values = range.getValues();
  const formulas = range.getFormulas();
  // A header that holds a formula says its name in it, also while the functions are still at work.
  const headers = formulas.map((row) => row.map((each) => /^=\{"([^"]*)"/.exec(each)?.[1] ?? ""));
  const header = headers.findIndex((row) => row.includes("Tokens per parameter"));
  if (header < 0) return null;
  const rows = /[A-Z]+\$?\d+:\$?[A-Z]+\$?(\d+)/.exec(
    formulas[header][headers[header].indexOf("Tokens per parameter")],
  );
  /** @type {Record<string, number>} */
  const columns = { Model: values[header].indexOf("Model") + 1 };
  headers[header].forEach((name, at) => (columns[name] = at + 1));
  /** @type {Record<string, number>} */
  const inputs = {};
  values.slice(0, header).forEach((row, at) => (inputs[String(row[0])] = at + 1));
  const complete =
    ["Average length", "Basis", "Target"].every((label) => inputs[label]) &&
    ["Model", "Parameters", "Verdict", "basis: ", "target: "].every((name) => columns[name]);
  return rows && complete ? { sheet, header: header + 1, last: Number(rows[1]), inputs, columns } : null;
}
