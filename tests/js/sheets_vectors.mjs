// Answers calls of the functions as Google Sheets makes them.
//
//     node sheets_vectors.mjs Code.gs < calls > answers
//
// A call is a line {"f": function, "a": arguments}, in the writing of tests/golden/generate.py; beside
// that {"date": [2024, 2, 29, 12]} is a date. An answer is a line too: a cell, rows of cells, or
// {"thrown": message}. The script runs in a bare context: nothing of Node is there, as in Apps Script.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const context = vm.createContext(Object.create(null));
new vm.Script(readFileSync(process.argv[2], "utf8")).runInContext(context);

/** @param {any} value */
function decoded(value) {
  if (value === null) return "";
  if (typeof value !== "object") return value;
  if (value.range) return value.range.map((/** @type {any[]} */ row) => row.map(decoded));
  if (value.error) return value.error;
  if (value.date) {
    const [year, month, ...rest] = value.date;
    return new Date(year, month - 1, ...rest);
  }
  return undefined;
}

/** @param {any} value What a cell of Sheets cannot hold must be seen. */
function encoded(value) {
  if (Array.isArray(value)) return value.map(encoded);
  const isCell = typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
  return isCell ? value : { strange: String(value) };
}

const answers = [];
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { f, a } = JSON.parse(line);
  try {
    answers.push(encoded(context[f](...a.map(decoded))));
  } catch (error) {
    answers.push({ thrown: error.message, stack: /^#/.test(error.message) ? "" : error.stack });
  }
}
process.stdout.write(answers.map((answer) => JSON.stringify(answer) + "\n").join(""));
