// Names: how they are looked up, and which ones somebody may have meant.

// Every dash that word processors and papers put into model names, and the no-break space.
const IGNORED = /[ \-_\t\n\r\u00a0\u2010-\u2014\u2212]/g;

/**
 * A name as lookups compare it: without case, spaces, dashes and underscores.
 * @param {string} name
 * @param {RegExp | string} [ignored]
 */
function fold(name, ignored = IGNORED) {
  const kept = name.replace(ignored, "");
  // Python folds case further than toLowerCase() does: a ligature is its letters, a final sigma a sigma.
  return kept
    .replace(/\P{ASCII}/gu, (letter) =>
      letter === "ı" ? letter : letter.toLowerCase().toUpperCase().toLowerCase(),
    )
    .toLowerCase();
}

/** @type {Record<string, Map<string, number>>} */
const indexes = {};

/**
 * What each name stands for: the position of a model, dataset or law.
 * @param {"model" | "dataset" | "law"} what
 */
function index(what) {
  if (!indexes[what]) indexes[what] = new Map(data().names[what]);
  return indexes[what];
}

/**
 * @param {string} name
 * @returns {Model | undefined}
 */
function findModel(name) {
  return data().models[index("model").get(fold(name)) ?? -1];
}

/**
 * @param {string} name
 * @returns {Dataset | undefined}
 */
function findDataset(name) {
  return findModel(name) ? undefined : data().datasets[index("dataset").get(fold(name)) ?? -1];
}

/**
 * @param {string} name
 * @returns {Law | undefined}
 */
function findLaw(name) {
  return data().laws[index("law").get(fold(name)) ?? -1];
}

/** @param {string} name */
function modelNamed(name) {
  return findModel(name) ?? unknown("model", name, () => modelNames());
}

/**
 * The model, or else the dataset, of that name.
 * @param {string} name
 * @returns {Model | Dataset}
 */
function entryNamed(name) {
  const datasets = () => [...index("dataset")].map(([key, at]) => pair(key, data().datasets[at].name));
  return (
    findModel(name) ??
    findDataset(name) ??
    unknown("model or dataset", name, () => new Map([...datasets(), ...modelNames()]))
  );
}

/** @param {string} name */
function lawNamed(name) {
  const ids = () => new Map([...index("law")].map(([key, at]) => pair(key, data().laws[at].id)));
  return findLaw(name) ?? unknown("law", name, ids);
}

/**
 * The models of a family.
 * @param {string} name
 */
function familyNamed(name) {
  const { models } = data();
  const found = models.filter(({ family }) => fold(family) === fold(name));
  if (found.length) return found;
  return unknown("family", name, () => new Map(models.map(({ family }) => pair(fold(family), family))));
}

function modelNames() {
  return new Map([...index("model")].map(([key, at]) => pair(key, data().models[at].name)));
}

/**
 * @param {string} key
 * @param {string} name
 * @returns {[string, string]}
 */
function pair(key, name) {
  return [key, name];
}

/**
 * Throws that nothing goes by this name, with the nearest names. They take time, so a column of
 * misspelt names looks for them only where it shows them.
 * @param {string} what
 * @param {string} cell
 * @param {() => Map<string, string>} names
 * @returns {never}
 */
function unknown(what, cell, names) {
  const { unknown, unknownFar, unknownLaw, unknownLawFar } = data().messages;
  const [[error, near], [, far]] = what === "law" ? [unknownLaw, unknownLawFar] : [unknown, unknownFar];
  throw new PlmError(error, () => {
    const nearest = nearestNames(fold(cell), names()).join(", ");
    return fill(nearest ? near : far, { what, cell, nearest });
  });
}

/**
 * Up to four names close to `key`: those spelt alike, then those that contain it.
 * @param {string} key
 * @param {Map<string, string>} names
 */
function nearestNames(key, names) {
  const keys = [...names.keys()];
  const within = key.length > 2 ? keys.filter((name) => name.includes(key)) : [];
  const alike = keys
    .map((name) => ({ name, score: likeness([...name], [...key]) }))
    .filter(({ score }) => score >= 0.6)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? 1 : -1))
    .slice(0, 8)
    .map(({ name }) => name);
  return [...new Set([...alike, ...within].map((name) => names.get(name)))].slice(0, 4);
}

/**
 * How alike two texts are, from 0 to 1: the ratio() of Python's difflib.
 * @param {string[]} a
 * @param {string[]} b
 */
function likeness(a, b) {
  return a.length + b.length ? (2 * inCommon(a, b)) / (a.length + b.length) : 1;
}

/**
 * The letters of the longest common run, and of those before and after it.
 * @param {string[]} a
 * @param {string[]} b
 * @returns {number}
 */
function inCommon(a, b) {
  let best = { atA: 0, atB: 0, length: 0 };
  let runs = new Array(b.length + 1).fill(0);
  a.forEach((letter, atA) => {
    const before = runs;
    runs = new Array(b.length + 1).fill(0);
    b.forEach((other, atB) => {
      if (letter !== other) return;
      const length = before[atB] + 1;
      runs[atB + 1] = length;
      if (length > best.length) best = { atA: atA - length + 1, atB: atB - length + 1, length };
    });
  });
  if (!best.length) return 0;
  const left = inCommon(a.slice(0, best.atA), b.slice(0, best.atB));
  return left + best.length + inCommon(a.slice(best.atA + best.length), b.slice(best.atB + best.length));
}
