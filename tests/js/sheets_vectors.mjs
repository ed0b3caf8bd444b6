// Answers calls of the functions as Google Sheets makes them, one a line.
//
//     node sheets_vectors.mjs Code.gs < calls > answers
//
// A call is {"f": function, "a": arguments} in the writing of tests/golden/generate.py; beside that
// {"date": [2024, 2, 29, 12]} is a date, and {"row": cells} a range of one dimension. An answer is a
// cell, rows of cells, or {"thrown": message}. The call {"offered": true} asks for the names that the
// script offers. The script runs in a bare context: nothing of Node is there, as in Apps Script.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import vm from "node:vm";

const context = vm.createContext(Object.create(null));
new vm.Script(readFileSync(process.argv[2], "utf8")).runInContext(context);

/** @param {any} value */
function decoded(value) {
  if (value === null) return "";
  if (typeof value !== "object") return value;
  if (value.range) return value.range.map((/** @type {any[]} */ row) => row.map(decoded));
  if (value.row) return value.row.map(decoded);
  if (value.error) return value.error;
  if (value.date) {
    const [year, month, ...rest] = value.date;
    return new Date(year, month - 1, ...rest);
  }
  return value.omitted ? undefined : value;
}

/** @param {any} value What no cell of Sheets can hold must be seen. */
function encoded(value) {
  if (Array.isArray(value)) return value.map(encoded);
  const isCell = typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
  return isCell ? value : { strange: String(value) };
}

/** @param {{f: string, a: any[], offered?: boolean}} call */
function answered({ f, a, offered }) {
  if (offered) return Object.keys(context);
  try {
    return encoded(context[f](...a.map(decoded)));
  } catch (error) {
    return { thrown: /** @type {Error} */ (error).message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answered(JSON.parse(line)))}\n`);
}
