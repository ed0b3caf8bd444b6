// Names: how they are looked up, and what is said of one that is not found.

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
 * @param {"model" | "dataset" | "law" | "accelerator"} what
 */
function index(what) {
  if (!indexes[what]) indexes[what] = new Map(data().names[what]);
  return indexes[what];
}

/**
 * What goes by a name in the first index that has it. Of a path or an address the last part counts, if the
 * whole is no name: facebook/esm2_t48_15B_UR50D.
 * @param {string} name
 * @param {...("model" | "dataset")} among
 * @returns {Model | Dataset | undefined}
 */
function find(name, ...among) {
  const key = fold(name);
  const found = first(key, among);
  if (found || !key.includes("/")) return found;
  const parts = key.replace(/\/+$/, "").split("/");
  const before = parts[parts.length - 2];
  if (before !== undefined && first(before, among)) return undefined; // two names are not an address
  return first(parts[parts.length - 1], among);
}

/**
 * @param {string} key
 * @param {("model" | "dataset")[]} among
 * @returns {Model | Dataset | undefined}
 */
function first(key, among) {
  for (const what of among) {
    const place = index(what).get(key);
    if (place !== undefined) return what === "model" ? data().models[place] : data().datasets[place];
  }
  return undefined;
}

/**
 * @param {string} name
 * @returns {Model | undefined}
 */
function findModel(name) {
  return /** @type {Model | undefined} */ (find(name, "model"));
}

/**
 * @param {string} name
 * @returns {Dataset | undefined}
 */
function findDataset(name) {
  const found = find(name, "model", "dataset");
  return found && "about" in found ? found : undefined;
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
  return findModel(name) ?? unknown("model", name);
}

/**
 * The model, or else the dataset, of that name.
 * @param {string} name
 * @returns {Model | Dataset}
 */
function entryNamed(name) {
  return find(name, "model", "dataset") ?? unknown("model or dataset", name);
}

/** @param {string} name */
function lawNamed(name) {
  return findLaw(name) ?? unknown("law", name);
}

/**
 * The models of a family.
 * @param {string} name
 */
function familyNamed(name) {
  const { models } = data();
  const found = models.filter(({ family }) => fold(family) === fold(name));
  return found.length ? found : unknown("family", name);
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
  return data().columnHeaders.includes(fold(name)) || !nearestNames(fold(name), "model").length;
}

/** @typedef {"model" | "dataset" | "model or dataset" | "law" | "family" | "accelerator"} What */

/**
 * Throws that nothing goes by this name, with the nearest names and remarks. They take time, so a column of
 * misspelt names looks for them only where it shows them.
 * @param {What} what
 * @param {string} cell
 * @returns {never}
 */
function unknown(what, cell) {
  const { messages } = data();
  const of = what === "law" ? "Law" : what === "accelerator" ? "Gpu" : "";
  const [[error, near], [, far]] = [messages[`unknown${of}`], messages[`unknown${of}Far`]];
  throw new PlmError(error, () => {
    const nearest = nearestNames(fold(cell), what).join(", ");
    return fillWith(nearest ? near : far, { what, cell, nearest }, [...oddities(cell), ...asNumber(cell)]);
  });
}

/**
 * Sentences about the characters of a text that are not what they seem: at most one about those that cannot
 * be seen, and one about those that look like others. As in catalog/typed_names.py.
 * @param {string} text
 */
function oddities(text) {
  if (!/\P{ASCII}/u.test(text)) return [];
  const { invisible, lookAlike } = data().odd;
  const letters = [...new Set(text)]; // each once: a text may be long
  const unseen = letters.find((letter) => letter.replace(INVISIBLE, "") === "");
  const alike = letters.find((letter) => looksLike(letter) !== "");
  const sentences = [];
  if (unseen !== undefined) sentences.push(fill(invisible, { code: codeOf(unseen) }));
  if (alike !== undefined) {
    sentences.push(fill(lookAlike, { letter: alike, code: codeOf(alike), like: looksLike(alike) }));
  }
  return sentences;
}

/** @param {string} letter */
function codeOf(letter) {
  return `U+${Number(letter.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * The usual characters that another one is taken for; "" where it is taken for itself.
 * @param {string} letter
 */
function looksLike(letter) {
  const usual = lookUp(data().odd.lookAlikes, letter) ?? letter.normalize("NFKC");
  return usual === letter || /\P{ASCII}/u.test(usual) || strip(usual) === "" ? "" : usual;
}
