const SLIDE = "Slide";
const MARK = { key: "plm-ratios", value: "slide" };
const SLIDE_HEADER_ROW = 4;
const SLIDE_TABLE = 3; // its first column
const SLIDE_WIDTHS = [712, 16, 150, 90, 110, 80, 200];
const SLIDE_CHART = { row: SLIDE_HEADER_ROW, column: 1, width: 704, height: 396 }; // 16:9
const INDENTED = '"  "@';
const SLIDE_COLUMNS = [
  { header: "Model", heading: "slide header", role: "slide text" },
  {
    header: "Parameters",
    heading: "slide header of numbers",
    role: "slide number",
    format: PLM_APP.formats.count,
  },
  {
    header: "Tokens per parameter",
    heading: "slide header of numbers",
    role: "slide result",
    format: PLM_APP.formats.ratio,
  },
  {
    header: "Times target",
    heading: "slide header of numbers",
    role: "slide number",
    format: PLM_APP.formats.ratio,
  },
  { header: "Verdict", heading: "slide header", role: "slide text", format: INDENTED },
];
const HOW_TO_PRESENT = [
  "Google Sheets cannot write a PowerPoint file, nor set up the page for you. To present:",
  "• PDF: File > Download > PDF, current sheet, landscape, scale: fit to page.",
  "• Google Slides: click the chart, ⋮ > Copy chart, and paste it into a slide.",
  "• PowerPoint: File > Download > Microsoft Excel; then, on a computer with plm-ratios: " +
    "plm-ratios export FILE.xlsx --to deck.pptx",
  "The sheet follows its comparison. After adding or removing models there, prepare it again; a title " +
    "that you typed, and what you wrote beside or below, stays.",
].join("\n\n");

/**
 * Makes the sheet to present, or makes afresh the one that is there; a sheet of somebody else is left alone.
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} ss @param {PlmComparison} found
 */
function makeSlide_(ss, found) {
  /** @param {GoogleAppsScript.Spreadsheet.Sheet} sheet */
  const isOurs = (sheet) =>
    sheet.getDeveloperMetadata().some((each) => each.getKey() === MARK.key && each.getValue() === MARK.value);
  let slide = ss.getSheets().find(isOurs);
  if (slide) {
    fillSlide_(slide, found);
  } else {
    slide = addSheet_(ss, SLIDE, (added) => {
      added.addDeveloperMetadata(MARK.key, MARK.value);
      fillSlide_(added, found);
    });
  }
  ss.setActiveSheet(slide);
  return slide;
}

/** @param {GoogleAppsScript.Spreadsheet.Sheet} slide @param {PlmComparison} found */
function fillSlide_(slide, found) {
  const rows = PLM_APP.mostOnSlide;
  const lastRow = SLIDE_HEADER_ROW + rows;
  const page = slide.getRange(1, 1, lastRow + 4, SLIDE_WIDTHS.length);
  const title = slide.getRange("A1");
  const typed = title.getFormula() ? "" : title.getValue();
  for (const chart of slide.getCharts()) {
    const place = chart.getContainerInfo();
    if (place.getAnchorRow() === SLIDE_CHART.row && place.getAnchorColumn() === 1) slide.removeChart(chart);
  }
  page.clear();
  SLIDE_WIDTHS.forEach((width, at) => slide.setColumnWidth(at + 1, width));

  const shown = slideFormulas_(found, rows);
  dress_(title, "slide title 26");
  dress_(slide.getRange("A2"), "slide subtitle");
  dress_(slide.getRange(lastRow + 1, SLIDE_TABLE), "slide more");
  dress_(slide.getRange(lastRow + 3, 1, 2, 1), "slide note");
  SLIDE_COLUMNS.forEach(({ heading, role, format }, at) => {
    const column = slide.getRange(SLIDE_HEADER_ROW + 1, SLIDE_TABLE + at, rows, 1);
    dress_(column, role, format);
    dress_(slide.getRange(SLIDE_HEADER_ROW, SLIDE_TABLE + at), heading, format);
  });
  const blank = SLIDE_WIDTHS.map(() => "");
  /** @param {string} text @param {number} column */
  const line = (text, column) => blank.map((_, at) => (at === column - 1 ? text : ""));
  page.setValues([
    line(typed || shown.title, 1),
    line(shown.subtitle, 1),
    blank,
    ["", "", ...SLIDE_COLUMNS.map((column) => column.header)],
    ...shown.table.map((row) => ["", "", ...row]),
    line(shown.more, SLIDE_TABLE),
    blank,
    line(shown.footnote, 1),
    line(shown.sources, 1),
  ]);
  const { sheet, header, last, columns } = found;
  const height = Math.min(last - header, rows) + 1;
  const ranges = ["Model", "basis: ", "target: "].map((name) =>
    sheet.getRange(header, columns[name], height, 1),
  );
  addChart_(slide, ranges, SLIDE_CHART);
  slide.setHiddenGridlines(true);
}

/**
 * What stands on the slide, as formulas that follow the comparison.
 * @param {PlmComparison} found @param {number} rows of the table
 */
function slideFormulas_(found, rows) {
  const { sheet, header, last, columns, inputs } = found;
  const prefix = `'${sheet.getName().replaceAll("'", "''")}'!`;
  /** @param {number} row @param {number} column */
  const cell = (row, column) => prefix + sheet.getRange(row, column).getA1Notation();
  const input = {
    length: cell(inputs["Average length"], 2),
    basis: cell(inputs.Basis, 2),
    meaning: cell(inputs.Basis, 3),
    target: cell(inputs.Target, 2),
  };
  const models = prefix + sheet.getRange(header + 1, columns.Model, last - header, 1).getA1Notation();
  const here = `C${SLIDE_HEADER_ROW + 1}:C${SLIDE_HEADER_ROW + rows}`;
  const [counted, shown] = [`COUNTA(${models})`, `COUNTIF(${here},"?*")`];
  const none = quoted_(PLM_APP.none);

  const table = Array.from({ length: rows }, (_, at) => {
    const [row, own] = [header + 1 + at, SLIDE_HEADER_ROW + 1 + at];
    if (row > last) return SLIDE_COLUMNS.map(() => "");
    const [model, parameters, ratio, verdict] = [
      "Model",
      "Parameters",
      "Tokens per parameter",
      "Verdict",
    ].map((name) => cell(row, columns[name]));
    /** @param {string} number @param {string} value @param {string} missing */
    const known = (number, value, missing) =>
      `=IF(C${own}="","",IF(ISNUMBER(${number}),${value},${missing}))`;
    return [
      `=${model}&""`,
      known(parameters, parameters, none),
      known(ratio, ratio, none),
      known(ratio, `${ratio}/${input.target}`, none),
      known(ratio, verdict, quoted_(PLM_APP.noNumber)),
    ].map(anyLocale_);
  });
  const name = sheet.getName();
  return {
    table,
    title: anyLocale_(
      `="Tokens per parameter of "&${counted}&" protein language model"&IF(${counted}=1,"","s")`,
    ),
    subtitle: `=${cell(header, columns["basis: "])}&"; "&${cell(header, columns["target: "])}`,
    more: anyLocale_(
      `=IF(${counted}>${shown},"and "&(${counted}-${shown})&" more on the sheet "&${quoted_(name)},"")`,
    ),
    footnote:
      `="Basis: "&${input.basis}&" ("&${input.meaning}&"). Average length: "&${input.length}&" residues. ` +
      `Target: "&${input.target}&" tokens per parameter. ` +
      `Catalog ${PLM_APP.edition}, plm-ratios ${PLM_APP.version}."`,
    sources: `Sources: the column Source of the sheet ${name}; =SOURCE("model", "basis") gives one in full.`,
  };
}
