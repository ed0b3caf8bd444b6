// How long the script of Google Sheets takes for calls that it is given, in milliseconds.
//
//     node sheets_timing.mjs Code.gs < asked
//
// Asked is {"rounds": 5, "calls": [[function, [arguments, ...]], ...]}. The calls take turns, round after round,
// after one that does not count; each has a context of its own, as in Sheets, and loading the script into it
// counts. Writes a list for each call, with a number for each round.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const script = new vm.Script(readFileSync(process.argv[2], "utf8"));
const { rounds, calls } = JSON.parse(readFileSync(0, "utf8"));
/** @type {number[][]} */
const taken = calls.map(() => []);

for (let round = 0; round <= rounds; round++) {
  calls.forEach((/** @type {[string, any[]]} */ [name, given], /** @type {number} */ place) => {
    const context = vm.createContext(Object.create(null));
    const start = performance.now();
    script.runInContext(context);
    context[name](...given);
    if (round > 0) taken[place].push(performance.now() - start);
  });
}
process.stdout.write(JSON.stringify(taken));
