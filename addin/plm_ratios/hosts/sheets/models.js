// The sums over models: tokens, ratios, verdicts and the tables that compare them.

const BASES = ["sequences", "unique", "seen", "effective"];
const REPORTED = ["unique", "seen"]; // the bases whose tokens the catalog itself states

/**
 * A model's tokens on a basis.
 * @param {Model} model
 * @param {string} basis
 * @param {number} length
 */
function tokensOf(model, basis, length) {
  const count = known(model.tokens[basis]);
  if (basis === "effective") return effectiveOf(model, length);
  return basis === "sequences" ? count * length : count;
}

/**
 * @param {Model} model
 * @param {string} basis
 * @param {number} length
 * @param {string} [kind] Of parameters.
 */
function ratioOf(model, basis, length, kind = "total") {
  return tokensOf(model, basis, length) / known(model.parameters[kind]);
}

/**
 * Whether a ratio is near the target: within a factor of 2 of it, either way.
 * @param {number} ratio
 * @param {number} target
 */
function verdict(ratio, target) {
  const { near, verdicts } = data();
  if (ratio * near < target) return verdicts[0];
  return verdicts[ratio <= target * near ? 1 : 2];
}

/**
 * The name of the model whose ratio is closest to the target on a log scale; the first of equals.
 * @param {number} target
 * @param {string} basis
 * @param {string[] | null} names
 * @param {number} length
 */
function nearest(target, basis, names, length) {
  const models = names ? names.map(modelNamed) : data().models.filter(({ kind }) => kind !== "dna" && kind !== "rna");
  /** @type {Model | null} */
  let best = null;
  let smallest = Infinity;
  for (const model of models) {
    const ratio = ifKnown(() => ratioOf(model, basis, length));
    if (ratio === null) continue;
    const distance = Math.abs(Math.log(ratio / target));
    if (distance < smallest) [best, smallest] = [model, distance];
  }
  return best ? best.name : fail(data().messages.noneNearest, { basis });
}

/**
 * The number, or null (a blank cell) where the catalog has none.
 * @param {() => number} compute
 */
function ifKnown(compute) {
  try {
    return compute();
  } catch (error) {
    if (error instanceof PlmError) return null;
    throw error;
  }
}

/** @param {Field} field */
function orBlank(field) {
  return typeof field === "string" ? null : field;
}

/**
 * The citation of a number.
 * @param {string} name
 * @param {string} word
 */
function citation(name, word) {
  const entry = entryNamed(name);
  const quantity = data().quantityOfWord[word] ?? word;
  const missing = { name: entry.name, quantity, known: Object.keys(entry.sources).join(", ") || "none" };
  return lookUp(entry.sources, quantity) ?? fail(data().messages.noQuantity, missing);
}

/**
 * The published score of a model on a benchmark.
 * @param {string} name
 * @param {string} benchmark
 */
function scoreOf(name, benchmark) {
  const model = modelNamed(name);
  return model.scores[benchmark] ?? fail(data().messages.noScore, { name: model.name, benchmark });
}

/**
 * Names of the models of some families, or of all; no header.
 * @param {string[] | null} families
 */
function modelsTable(families) {
  const chosen = families ? families.flatMap(familyNamed) : data().models;
  return chosen.map((model) => [model.name]);
}

/** @returns {Cell[][]} */
function catalogTable() {
  const { averageLength, models, headers } = data();
  return [
    headers.CATALOG,
    ...models.map((model) => [
      model.name,
      model.family,
      model.kind,
      model.objective || null,
      model.released || null,
      model.weights || null,
      orBlank(model.parameters.total),
      model.active,
      orBlank(model.sequences),
      ...REPORTED.map((basis) => orBlank(model.tokens[basis])),
      ...BASES.map((basis) => ifKnown(() => ratioOf(model, basis, averageLength))),
      model.places.params_total,
      model.id,
    ]),
  ];
}

/**
 * Every basis of some models side by side; blank where the basis has no number.
 * @param {string[] | null} names
 * @returns {Cell[][]}
 */
function basesTable(names) {
  const { averageLength, target, headers, quantityOfBasis } = data();
  const rows = named(names).flatMap((model) =>
    BASES.map((basis) => {
      const ratio = ifKnown(() => ratioOf(model, basis, averageLength));
      return [
        model.name,
        basis,
        ifKnown(() => tokensOf(model, basis, averageLength)),
        orBlank(model.parameters.total),
        ratio,
        ratio ? verdict(ratio, target) : null,
        model.places[quantityOfBasis[basis]],
      ];
    }),
  );
  return [headers.BASES, ...rows];
}

/**
 * The models that a function must have.
 * @param {string[] | null} names
 */
function named(names) {
  return names && names.length ? names.map(modelNamed) : fail(data().messages.blankName);
}

/**
 * How far the sources of a ratio disagree: three rows a model, or in a table of several models a single
 * row that says why there is no number.
 * @param {string[] | null} names
 * @param {string} basis
 * @param {number} length
 * @returns {Cell[][]}
 */
function spreadTable(names, basis, length) {
  const header = data().headers.SPREAD;
  /** @type {string[]} */
  const reasons = [];
  const models = named(names);
  const rows = models.flatMap((model) => {
    try {
      ratioOf(model, basis, length);
      return spreadRows(model, basis, length);
    } catch (error) {
      if (!(error instanceof PlmError)) throw error;
      reasons.push(error.say());
      return [[model.name, basis, ...new Array(header.length - 3).fill(null), error.say()]];
    }
  });
  if (reasons.length === models.length) fail(["#N/A", reasons.join(" ")]);
  return [header, ...rows];
}

/**
 * @param {Model} model
 * @param {string} basis
 * @param {number} length
 */
function spreadRows(model, basis, length) {
  if (basis === "effective") return effectiveSpread(model, length);
  const readings = model.spread[basis];
  const each = basis === "sequences" ? length : 1;
  const ratio = (/** @type {Reading} */ [count, parameters]) => (count * each) / parameters;
  const preferred = readings.length === 1 ? readings[0] : readings[1];
  return ["lowest", "preferred", "highest"].map((which, at) => {
    const reading = readings[at] ?? preferred;
    const [count, parameters, ...said] = reading;
    const times = ratio(reading) / ratio(preferred);
    return [model.name, basis, which, ratio(reading), times, count * each, parameters, ...said];
  });
}
