// A tool of the tests, under the GPL: nothing of it is shipped.
// Calculates workbooks given as JSON on the standard input, and gives the values of all their cells.

import { readFileSync } from "node:fs";
import { HyperFormula } from "hyperformula";

const shown = (value) => (value !== null && typeof value === "object" ? value.value : value);

// As its documentation advises for formulas from Excel: booleans without (), and numbers as they are.
const options = {
  licenseKey: "gpl-v3",
  smartRounding: false,
  precisionRounding: 14,
  useArrayArithmetic: true,
};
const booleans = ["TRUE", "FALSE"].map((name) => ({ name, expression: `=${name}()` }));

const calculated = ({ sheets, names }) => {
  const named = Object.entries(names).map(([name, refers]) => ({ name, expression: `=${refers}` }));
  const engine = HyperFormula.buildFromSheets(sheets, options, [...named, ...booleans]);
  return Object.fromEntries(
    Object.entries(engine.getAllSheetsValues()).map(([sheet, rows]) => [
      sheet,
      rows.map((row) => row.map(shown)),
    ]),
  );
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(calculated)));
