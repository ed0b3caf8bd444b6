// What data.py works out from the catalog, and what the script needs to know of its shape.

/** @typedef {number | string} Field A number, or the sentence that says why there is none. */
/** @typedef {[cell: string, text: string]} Message A cell error, and its sentence with slots. */
/** @typedef {[number, number, string, string, string, string]} Reading Counted, parameters, who, who, confidence, note. */
/**
 * A fact; who says it, what it counts and its note are places of the texts. The last is 1 where it is
 * of sequences, which a length multiplies.
 * @typedef {[value: number, who: number, confidence: number, counts: number, note: number, each?: number]} Cited
 */
/** @typedef {[text: number, above: number, upto: number, own: number, caution: number]} Said A place of the texts. */
/**
 * @typedef {{parts: {seen: Cited[], counted: Cited[]}[], sized: Cited[], alone: boolean}} Effective
 */
/** @typedef {{name: string, sequences: Field, length: Field, sources: Record<string, string>}} Entry */
/**
 * @typedef {Entry & {
 *   id: string, family: string, kind: string, objective: string, released: string, weights: string,
 *   parameters: Record<string, Field>, active: number | null, tokens: Record<string, Field>, epochs: Field | null,
 *   scores: Record<string, number>, flops: Field, flopsPerToken: Field, accelerator: Field, chipHours: Field,
 *   places: Record<string, string | null>, spread: Record<string, Reading[]>, effective: Effective,
 *   why: Record<string, Said[]>, sized: Record<string, [phrase: number, cautions: Said[]]>, origin: string,
 *   beware: Record<"short" | "full", [other: number[], dense: number[], sparse: number[]]>
 * }} Model
 */
/** @typedef {Entry & {about: string}} Dataset */
/**
 * @typedef {{
 *   parameters_at_one: number, parameters_exponent: number, tokens_at_one: number, tokens_exponent: number,
 *   flops_each: number, joined: boolean, ratio: number | null
 * }} Line
 */
/**
 * @typedef {{
 *   id: string, name: string, domain: string, objective: string, counts: string, revises: string, about: string,
 *   line: Line | string, loss: Loss | null, depends: string, ranges: [string, string, number, number][], unranged: string
 * }} Law
 */
/** @typedef {{options: Record<string, string>, default: string | null, unknown: Message, missing: Message}} Choice */
/**
 * @typedef {{
 *   version: string, models: Model[], datasets: Dataset[], laws: Law[],
 *   accelerators: {name: string, peak: number, about: string}[],
 *   names: Record<"model" | "dataset" | "law" | "accelerator", [string, number][]>,
 *   functions: Record<string, {table: boolean, whole: boolean[]}>,
 *   choices: Record<"basis" | "kind" | "benchmark" | "quantity", Choice>,
 *   quantityOfBasis: Record<string, string>, quantityOfWord: Record<string, string>,
 *   headers: Record<string, string[]>, columnHeaders: string[], lawsTable: Cell[][],
 *   acceleratorsTable: Cell[][], messages: Record<string, Message>,
 *   verdicts: string[], noted: string, averageLength: number, lengthOff: number, target: number, near: number,
 *   repetition: {fits: Cited[], said: string, agree: string, alone: string, same: number},
 *   confidences: string[], texts: string[], utilization: number,
 *   planning: {
 *     law: string, batch: number, halvings: number, freeRepeats: number, harmed: number, extrapolated: number,
 *     limits: string[], noRepeats: string, stretched: string, harm: string[], noDistinct: string
 *   },
 *   law: string, sparse: string, edge: number, errors: string[],
 *   numbers: {
 *     suffixes: Record<string, number>, one: string, two: string, asNumber: string, marks: Record<string, string>
 *   },
 *   odd: {invisible: string, lookAlike: string, lookAlikes: Record<string, string>},
 *   similar: {alike: number, longest: number}
 * }} Data
 */

// Put in here by code.py: JSON in which a mark, "~" and two letters, stands for each phrase that occurs often.
const DATA = "";
const PHRASES = "";
const LETTERS = "";

/** @type {Data | null} */
let parsed = null;

/** Read on first use: each cell is a run of its own, and not every cell asks for the catalog. */
function data() {
  if (parsed === null) parsed = /** @type {Data} */ (JSON.parse(unpacked(DATA)));
  return parsed;
}

/** @param {string} text What packing.py wrote. */
function unpacked(text) {
  const phrases = PHRASES.split("~");
  /** @type {number[]} */
  const places = [];
  for (let place = 0; place < LETTERS.length; place += 1) places[LETTERS.charCodeAt(place)] = place;
  return text
    .split("~")
    .map((each, at) =>
      at === 0
        ? each
        : phrases[places[each.charCodeAt(0)] * LETTERS.length + places[each.charCodeAt(1)]] + each.slice(2),
    )
    .join("");
}
