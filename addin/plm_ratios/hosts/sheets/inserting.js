/**
 * For the sidebar: writes a formula into the active cell, if nothing is there.
 * @param {string} formula with commas, whatever the locale @returns {string} what was done
 */
function insertFormula(formula) {
  if (!/^=[A-Z]+\(.*\)$/.test(formula)) throw new Error("This is not a formula of plm-ratios.");
  const cell = SpreadsheetApp.getActiveSpreadsheet().getCurrentCell();
  if (!cell) throw new Error("Select a cell of the sheet first, then insert again.");
  const address = `${cell.getSheet().getName()}!${cell.getA1Notation()}`;
  if (!cell.isBlank() || cell.getFormula()) {
    throw new Error(`${address} is not empty. Select an empty cell, then insert again.`);
  }
  cell.setFormula(anyLocale_(formula));
  return `Written into ${address}.`;
}

/**
 * For the sidebar: a new sheet that compares the models that somebody chose.
 * @param {string[]} models @param {{basis: string}} options @returns {string} what was done
 */
function insertComparison(models, options) {
  const bases = PLM_APP.bases.map((basis) => basis.id);
  if (!Array.isArray(models) || !models.length) throw new Error("Choose one model at least.");
  if (!bases.includes(options.basis)) throw new Error(`Not a basis. Choose ${bases.join(", ")}.`);
  const sheet = makeComparison_(SpreadsheetApp.getActiveSpreadsheet(), models, options.basis);
  return `Made the sheet ${sheet.getName()} with ${models.length} model${models.length === 1 ? "" : "s"}.`;
}
