/**
 * What the pane writes into a sheet of Excel, through Office.js.
 *
 * ExcelApi 1.1 is enough; columns that fit, and a list of the bases, come where later versions are there.
 */
const plmSheet = (() => {
  const INPUTS = 3; // rows above the header
  const REASONS = {
    AccessDenied: "The sheet is protected. Take the protection off, or choose another sheet.",
    InvalidOperationInCellEditMode: "A cell is being edited. Press Enter in it, then try again.",
    InvalidSelection: "Select a cell of a sheet first, not a chart or a picture.",
    ItemNotFound: "Excel no longer finds the place to write to. Select a cell and try again.",
  };

  /** An error that the pane shows as it is. @param {string} sentence */
  const refusal = (sentence) => Object.assign(new Error(sentence), { plain: true });

  /**
   * Runs in Excel; what Excel refuses becomes a plain sentence.
   * @param {(context: Excel.RequestContext) => Promise<string>} write
   */
  async function run(write) {
    try {
      return await Excel.run(write);
    } catch (error) {
      const { plain, code, message } = /** @type {{plain?: boolean, code?: string, message?: string}} */ (
        error
      );
      if (plain) throw error;
      const reason = REASONS[/** @type {keyof typeof REASONS} */ (code ?? "")];
      throw refusal(reason ?? `Excel could not write there: ${message || code}`);
    }
  }

  /** "Sheet1!B2" as a formula has it, without what only machines need. @param {string} address */
  const shown = (address) => address.replaceAll("$", "");

  /** @param {string} formula */
  const insertFormula = (formula) =>
    run(async (context) => {
      const cell = context.workbook.getSelectedRange().getCell(0, 0);
      cell.load("address,formulas");
      await context.sync();
      if (cell.formulas[0][0] !== "") {
        throw refusal(`${shown(cell.address)} holds something already. Select an empty cell.`);
      }
      cell.formulas = [[formula]];
      await context.sync();
      return `Written into ${shown(cell.address)}.`;
    });

  /** The letters of a column; the first is 0. @param {number} index @returns {string} */
  const letters = (index) =>
    (index >= 26 ? letters(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

  /**
   * A name as it is written into a cell of the format "@": the apostrophe, which Excel does not show, before
   * what would be a formula all the same.
   * @param {string} name
   */
  const typed = (name) => (/^[=+\-@']/.test(name) ? `'${name}` : name);

  /**
   * The cells of a comparison whose upper left corner is at this row and column, counted from 0.
   * @param {number} top @param {number} left @param {string[]} models @param {string} basis
   * @param {PlmEntries} entries
   * @returns {(string | number)[][]}
   */
  function comparison(top, left, models, basis, entries) {
    const { prefix } = entries;
    const ratios = entries.bases.map((each) => `Ratio (${each.id})`);
    const header = ["Model", "Parameters", ...ratios, "Verdict", "Source"];
    const input = letters(left + 1);
    const [length, chosen, target] = [1, 2, 3].map((row) => `$${input}$${top + row}`);
    /** @param {(string | number)[]} cells */
    const filled = (cells) => [...cells, ...Array(header.length - cells.length).fill("")];
    const rows = models.map((model, index) => {
      const name = `${letters(left)}${top + INPUTS + index + 2}`;
      return [
        typed(model),
        `=${prefix}PARAMS(${name})`,
        ...entries.bases.map((each) => `=${prefix}RATIO(${name},"${each.id}",${length})`),
        `=${prefix}VERDICT(${prefix}RATIO(${name},${chosen},${length}),${target})`,
        `=${prefix}SOURCE(${name},${chosen})`,
      ];
    });
    return [
      filled(["Average length", entries.length]),
      filled(["Basis", basis]),
      filled(["Target", entries.target]),
      header,
      ...rows,
    ];
  }

  /**
   * @param {string[]} models @param {{basis: string}} options @param {PlmEntries} entries
   */
  const insertComparison = (models, { basis }, entries) =>
    run(async (context) => {
      const corner = context.workbook.getSelectedRange().getCell(0, 0);
      corner.load("rowIndex,columnIndex");
      await context.sync();
      const cells = comparison(corner.rowIndex, corner.columnIndex, models, basis, entries);
      const place = await freePlace(context, corner, cells);
      const first = place.getCell(INPUTS + 1, 0);
      first.getBoundingRect(first.getOffsetRange(models.length - 1, 0)).numberFormat = models.map(() => ["@"]);
      place.formulas = cells;
      dress(place, models.length, entries.bases.length);
      offer(place.getCell(1, 1), entries);
      await context.sync();
      return `Written to ${shown(place.address)}.`;
    });

  /**
   * The place for these cells; nothing that stands there is overwritten.
   * @param {Excel.RequestContext} context @param {Excel.Range} corner @param {(string | number)[][]} cells
   */
  async function freePlace(context, corner, cells) {
    const { rowIndex, columnIndex } = corner;
    const [tall, wide] = [cells.length, cells[0].length];
    if (rowIndex + tall > 1048576 || columnIndex + wide > 16384) {
      throw refusal("There is no room for the comparison. Select a cell further up or to the left.");
    }
    const place = corner.getBoundingRect(corner.getOffsetRange(tall - 1, wide - 1));
    place.load("address,formulas");
    await context.sync();
    if (place.formulas.flat().some((formula) => formula !== "")) {
      throw refusal(
        `The comparison needs ${shown(place.address)}, and not all of it is empty. ` +
          "Clear it, or select another cell.",
      );
    }
    return place;
  }

  /** How the comparison looks. @param {Excel.Range} place @param {number} models @param {number} bases */
  function dress(place, models, bases) {
    place.getRow(INPUTS).format.font.bold = true;
    const first = place.getCell(INPUTS + 1, 1);
    first.getBoundingRect(first.getOffsetRange(models - 1, 0)).numberFormat = Array(models).fill(["#,##0"]);
    const ratios = first.getOffsetRange(0, 1);
    ratios.getBoundingRect(ratios.getOffsetRange(models - 1, bases - 1)).numberFormat = Array(models).fill(
      Array(bases).fill("0.00"),
    );
    if (Office.context.requirements.isSetSupported("ExcelApi", "1.2")) place.format.autofitColumns();
  }

  /**
   * The bases to choose from, in the cell that says which one counts.
   * @param {Excel.Range} cell @param {PlmEntries} entries
   */
  function offer(cell, entries) {
    if (!Office.context.requirements.isSetSupported("ExcelApi", "1.8")) return;
    const source = entries.bases.map((each) => each.id).join(",");
    cell.dataValidation.rule = { list: { inCellDropDown: true, source } };
  }

  return { insertFormula, insertComparison };
})();
