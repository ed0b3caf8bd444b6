// How long the script of Google Sheets takes for calls that it is given, in milliseconds.
//
//     node sheets_timing.mjs Code.gs < calls
//
// A call, one a line, is {"f": function, "a": arguments}; each runs as often as "times" says, in a context
// of its own, and the fastest counts. Writes one number a line.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const script = new vm.Script(readFileSync(process.argv[2], "utf8"));

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const { f, a, times } = JSON.parse(line);
  const taken = Array.from({ length: times }, () => {
    const context = vm.createContext(Object.create(null));
    script.runInContext(context);
    const start = performance.now();
    context[f](...a);
    return performance.now() - start;
  });
  process.stdout.write(`${Math.min(...taken)}\n`);
}
