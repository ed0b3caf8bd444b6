// What scaling laws advise. Powers may differ from Python's in the last digit that a number has.

/** @typedef {{parameters: number, tokens: number, flops: number}} Optimum */

/**
 * A law as powers of compute.
 * @param {Law} law
 */
function lineOf({ line }) {
  return typeof line === "string" ? fail(["#N/A", line]) : line;
}

/**
 * @param {Line} line
 * @param {number} flops
 * @returns {Optimum}
 */
function atFlops(line, flops) {
  const parameters = line.parameters_at_one * flops ** line.parameters_exponent;
  let tokens = line.tokens_at_one * flops ** line.tokens_exponent;
  if (line.ratio !== null) tokens = line.ratio * parameters;
  else if (line.joined) tokens = flops / (line.flops_each * parameters);
  return { parameters, tokens, flops };
}

/**
 * The best use of a compute budget.
 * @param {number} flops
 * @param {Law} law
 */
function optimum(flops, law) {
  return checked(atFlops(lineOf(law), flops), flops, "compute budget");
}

/**
 * The budget at which a model of this size is the best one, and its tokens.
 * @param {number} parameters
 * @param {Law} law
 */
function optimumAtParameters(parameters, law) {
  const line = lineOf(law);
  const { ratio } = line;
  const found =
    ratio === null
      ? atFlops(line, (parameters / line.parameters_at_one) ** (1 / line.parameters_exponent))
      : { tokens: ratio * parameters, flops: line.flops_each * ratio * parameters ** 2 };
  return checked({ ...found, parameters }, parameters, "number of parameters");
}

/**
 * The budget at which this much data is the best choice, and the parameters that go with it.
 * @param {number} tokens
 * @param {Law} law
 */
function optimumAtTokens(tokens, law) {
  const line = lineOf(law);
  const { ratio } = line;
  const found =
    ratio === null
      ? atFlops(line, (tokens / line.tokens_at_one) ** (1 / line.tokens_exponent))
      : { parameters: tokens / ratio, flops: (line.flops_each / ratio) * tokens ** 2 };
  return checked({ ...found, tokens }, tokens, "number of tokens");
}

/**
 * @param {Optimum} found
 * @param {number} given
 * @param {string} what
 */
function checked(found, given, what) {
  const isNumber = (/** @type {number} */ number) => number > 0 && number < Infinity;
  if (![found.parameters, found.tokens, found.flops].every(isNumber)) {
    fail(data().messages.noOptimum, { what, given: general(given, 6) });
  }
  return found;
}

/**
 * The tokens per parameter that a law advises: at a model's own compute, or at every budget alike.
 * @param {Law} law
 * @param {Model | null} model
 */
function targetRatio(law, model) {
  if (model === null) return lineOf(law).ratio ?? fail(["#VALUE!", law.depends]);
  const best = optimum(known(model.flops), law);
  return best.tokens / best.parameters;
}

/**
 * A sentence where an optimum lies outside the range in which the law was fitted; "" inside.
 * @param {Optimum} best
 * @param {Law} law
 */
function outside(best, law) {
  const { edge } = data();
  const short = (/** @type {number} */ number) => general(number, 3).replace("e+", "e");
  for (const [what, unit, low, high] of law.ranges) {
    const value = best[/** @type {keyof Optimum} */ (what)];
    if (value >= low * (1 - edge) && value <= high * (1 + edge)) continue;
    const side = value < low ? "below" : "above";
    const range = `the range of ${law.name} (${short(low)} to ${short(high)} ${unit})`;
    return `${short(value)} ${unit} lie ${side} ${range}: an extrapolation.`;
  }
  return law.unranged;
}

/**
 * The best use of compute budgets, one a row.
 * @param {Value} budgets
 * @param {Value} laws
 */
function optimalTable(budgets, laws) {
  return lawTable("OPTIMAL", budgets, laws, (cells, budget, name) => {
    const law = readLaw(name);
    const flops = readBudget(budget);
    cells.splice(0, 2, law.name, flops);
    const best = optimum(flops, law);
    cells.splice(2, 3, best.parameters, best.tokens, best.tokens / best.parameters);
    return outside(best, law);
  });
}

/**
 * Models beside the optimum at their own compute, one a row.
 * @param {Value} models
 * @param {Value} laws
 */
function frontierTable(models, laws) {
  return lawTable("FRONTIER", models, laws, (cells, name, lawName) => {
    const law = readLaw(lawName);
    cells[1] = law.name;
    const model = modelNamed(readModel(name));
    cells[0] = model.name;
    const parameters = known(model.parameters.total);
    cells[3] = parameters;
    cells[4] = tokensOf(model, "seen", 1);
    cells[5] = ratioOf(model, "seen", 1);
    const flops = known(model.flops);
    cells[2] = flops;
    const best = optimum(flops, law);
    const times = parameters / best.parameters;
    cells.splice(6, 4, best.parameters, best.tokens, best.tokens / best.parameters, times);
    return joined(outside(best, law), ...mismatches(model, law, best));
  });
}

/**
 * Sentences: in what the model is not what the law is about.
 * @param {Model} model
 * @param {Law} law
 * @param {Optimum} best
 */
function mismatches(model, law, best) {
  const { objective, name } = model;
  const active = orBlank(model.parameters.active);
  const isSparse = law.counts === data().sparse;
  const isOther = objective && !["any", ...objective.split(/\s+/)].includes(law.objective);
  return [
    law.domain === "protein" && isOther
      ? `The law is for ${law.objective}; ${name} was trained by ${objective}.`
      : "",
    active !== null && !isSparse
      ? `A mixture of experts, and the law is for dense models: by the ${human(active)} parameters ` +
        `active per token it is ${human(active / best.parameters)} times the optimum.`
      : "",
    active === null && isSparse ? `The law is for sparse models, and ${name} is dense.` : "",
  ];
}

/**
 * A row for each budget or model, read in step with the laws. What a row lacks holds the error, and its
 * note says why.
 * @param {string} name
 * @param {Value} first
 * @param {Value} laws
 * @param {(cells: Cell[], first: Cell, law: Cell) => string} fillIn
 * @returns {Cell[][]}
 */
function lawTable(name, first, laws, fillIn) {
  const header = data().headers[name];
  const row = (/** @type {Cell} */ one, /** @type {Cell} */ law) => {
    if (isBlank(one)) return header.map(() => null);
    const error = [one, law].find((cell) => cell instanceof CellError);
    if (error) return header.map(() => error);
    /** @type {Cell[]} */
    const cells = header.slice(1).map(() => null);
    [cells[0], cells[1]] = name === "OPTIMAL" ? [law, one] : [one, law];
    try {
      const note = fillIn(cells, one, law);
      return [...cells, note || null];
    } catch (error) {
      if (!(error instanceof PlmError)) throw error;
      return [...cells.map((cell) => cell ?? error), error.say()];
    }
  };
  return [header, ...broadcast(columns(first, laws), row).map((rows) => rows[0])];
}
