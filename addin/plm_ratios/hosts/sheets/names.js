// Names: how they are looked up, and which ones somebody may have meant.

// What cannot be seen; spaces, of which NFKC makes one of these; dashes; quotes. As in catalog/folding.py.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\u1680\\u2028\\u2029";
const QUOTES = "\"'`\\u2018-\\u201f\\u2039\\u203a\\u00ab\\u00bb\\u2032\\u300c\\u300d";
const IGNORED = new RegExp(`[_\\-\\u2010-\\u2015\\u2212${SPACES}]`, "g");
const AROUND_NAMES = new RegExp(`^[${QUOTES}]+|[${QUOTES}]+$`, "g");
const AROUND_WORDS = new RegExp(`^[${SPACES}${QUOTES}]+|[${SPACES}${QUOTES}]+$`, "g");

/**
 * A name as lookups compare it: without case, spaces, dashes, underscores, quotes around it, and what
 * cannot be seen.
 * @param {string} name
 */
function fold(name) {
  return withoutCase(visible(name).replace(IGNORED, "").replace(AROUND_NAMES, ""));
}

/**
 * One of a few words as a choice compares it: like fold(), but with what stands inside the word.
 * @param {string} text
 */
function word(text) {
  return withoutCase(visible(text).replace(AROUND_WORDS, ""));
}

/**
 * A text in the usual form of its letters, without what cannot be seen.
 * @param {string} text
 */
function visible(text) {
  return text.normalize("NFKC").replace(INVISIBLE, "");
}

/** @param {string} text */
function withoutCase(text) {
  // Python folds case further than toLowerCase() does: a ligature is its letters, a final sigma a sigma.
  return text
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

/**
 * The same reader of models' names, but that it leaves out the header of a column. What resembles a
 * model's name is no header: it may be misspelt.
 * @param {(value: Value) => string[] | null} read
 * @returns {(value: Value) => string[] | null}
 */
function belowHeader(read) {
  return (value) => {
    const names = read(value);
    const isColumn = isRange(value) && value.every((row) => row.length === 1);
    return names && names.length > 1 && isColumn && isHeader(names[0]) ? names.slice(1) : names;
  };
}

/** @param {string} name */
function isHeader(name) {
  if (findModel(name)) return false;
  return data().columnHeaders.includes(fold(name)) || !nearestNames(fold(name), modelNames()).length;
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

/** @type {Record<string, string>} */
const unknownNames = {};

/**
 * Throws that nothing goes by this name, with the nearest names. They take time, so a column of
 * misspelt names looks for them only where it shows them, and once for each name.
 * @param {string} what
 * @param {string} cell
 * @param {() => Map<string, string>} names
 * @returns {never}
 */
function unknown(what, cell, names) {
  const { unknown, unknownFar, unknownLaw, unknownLawFar } = data().messages;
  const [[error, near], [, far]] = what === "law" ? [unknownLaw, unknownLawFar] : [unknown, unknownFar];
  throw new PlmError(error, () => {
    const key = fold(cell);
    const asked = `${what}: ${key}`;
    unknownNames[asked] = unknownNames[asked] ?? nearestNames(key, names()).join(", ");
    const nearest = unknownNames[asked];
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
  const letters = [...key];
  const alike = keys
    .map((name) => ({ name, score: likeness([...name], letters) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? 1 : -1))
    .slice(0, 8)
    .map(({ name }) => name);
  return [...new Set([...alike, ...within].map((name) => names.get(name)))].slice(0, 4);
}

const ALIKE = 0.6;

/**
 * How alike two texts are, from 0 to 1: the ratio() of Python's difflib. 0 where their lengths alone
 * rule it out that they are alike.
 * @param {string[]} a
 * @param {string[]} b
 */
function likeness(a, b) {
  const both = a.length + b.length;
  if (2 * Math.min(a.length, b.length) < ALIKE * both) return 0;
  return (2 * inCommon(a, b, 0, a.length, 0, b.length)) / both;
}

/**
 * The letters of the longest common run, and of those before and after it, within parts of two texts.
 * @param {string[]} a
 * @param {string[]} b
 * @param {number} startA
 * @param {number} endA
 * @param {number} startB
 * @param {number} endB
 * @returns {number}
 */
function inCommon(a, b, startA, endA, startB, endB) {
  let [bestA, bestB, best] = [startA, startB, 0];
  let before = new Array(endB + 1).fill(0); // lengths of the runs that end at each letter of b
  for (let atA = startA; atA < endA; atA += 1) {
    const runs = new Array(endB + 1).fill(0);
    for (let atB = startB; atB < endB; atB += 1) {
      if (a[atA] !== b[atB]) continue;
      runs[atB + 1] = before[atB] + 1;
      if (runs[atB + 1] > best) [bestA, bestB, best] = [atA + 1, atB + 1, runs[atB + 1]];
    }
    before = runs;
  }
  if (best === 0) return 0;
  const left = inCommon(a, b, startA, bestA - best, startB, bestB - best);
  return left + best + inCommon(a, b, bestA, endA, bestB, endB);
}
