// Which names somebody may have meant. As in catalog/nearest_names.py.

/**
 * Names by their pairs of letters.
 * @typedef {{
 *   keys: string[], shown: string[], sizes: number[], lengths: number[], longest: number,
 *   having: Map<string, number[]>
 * }} NameIndex
 */

/** @type {Partial<Record<What, NameIndex>>} */
const nameIndexes = {};

/**
 * Up to four names close to `key`: those spelt alike, then those that contain it.
 * @param {string} key
 * @param {What} what
 */
function nearestNames(key, what) {
  const names = nameIndexes[what] ?? nameIndex(shownNames(what));
  nameIndexes[what] = names;
  const places = spelledAlike(key, names).slice(0, 8);
  if ([...key].length > 2) {
    names.keys.forEach((each, place) => {
      if (each.includes(key)) places.push(place);
    });
  }
  return [...new Set(places.map((place) => names.shown[place]))].slice(0, 4);
}

/**
 * Every name as lookups compare it, with the one to show for it.
 * @param {What} what
 * @returns {Map<string, string>}
 */
function shownNames(what) {
  const { models, datasets, laws, accelerators } = data();
  /** @type {Map<string, string>} */
  const found = new Map();
  if (what === "family") models.forEach(({ family }) => found.set(fold(family), family));
  if (what === "accelerator") index(what).forEach((place, key) => found.set(key, accelerators[place].name));
  if (what === "law") index("law").forEach((place, key) => found.set(key, laws[place].id));
  if (what.includes("dataset")) index("dataset").forEach((place, key) => found.set(key, datasets[place].name));
  if (what.includes("model")) index("model").forEach((place, key) => found.set(key, models[place].name));
  return found;
}

/**
 * @param {Map<string, string>} names
 * @returns {NameIndex}
 */
function nameIndex(names) {
  const keys = [...names.keys()];
  const pairs = keys.map(pairsOf);
  const lengths = keys.map((key) => [...key].length);
  /** @type {Map<string, number[]>} */
  const having = new Map();
  pairs.forEach((each, place) =>
    each.forEach((pair) => {
      const places = having.get(pair);
      if (places) places.push(place);
      else having.set(pair, [place]);
    }),
  );
  return {
    keys,
    shown: [...names.values()],
    sizes: pairs.map(({ size }) => size),
    lengths,
    longest: Math.max(0, ...lengths),
    having,
  };
}

/**
 * The places of the names that share enough pairs with `key`, the most similar first; of equals the one of
 * the most similar length, then the first.
 * @param {string} key
 * @param {NameIndex} names
 */
function spelledAlike(key, { sizes, lengths, longest, having }) {
  const { alike, longest: times } = data().similar;
  const { length } = [...key];
  if (!length || length > times * longest) return [];
  const pairs = pairsOf(key);
  const shared = new Uint16Array(sizes.length);
  pairs.forEach((pair) => (having.get(pair) ?? []).forEach((place) => (shared[place] += 1)));
  /** @type {[number, number, number][]} */
  const ranked = [];
  shared.forEach((count, place) => {
    const score = (2 * count) / (pairs.size + sizes[place]);
    if (score >= alike) ranked.push([-score, Math.abs(lengths[place] - length), place]);
  });
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([, , place]) => place);
}

/**
 * The pairs of letters that stand side by side, or with one between them; an end counts as a letter.
 * @param {string} key
 */
function pairsOf(key) {
  const letters = ["\n", ...key, "\n"];
  /** @type {Set<string>} */
  const pairs = new Set();
  letters.forEach((letter, at) => {
    if (at > 0) pairs.add(letters[at - 1] + letter);
    if (at > 1) pairs.add(letters[at - 2] + letter);
  });
  return pairs;
}
