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
    cells.splice(5, 2, "", ""); // where there is one reading only, or none
    const law = readLaw(name);
    const flops = readBudget(budget);
    cells.splice(0, 2, law.name, flops);
    const best = optimum(flops, law);
    cells.splice(2, 3, best.parameters, best.tokens, best.tokens / best.parameters);
    const revised = data().laws.filter(({ revises }) => revises === law.id);
    if (revised.length) {
      const advised = [best, ...revised.map((each) => optimum(flops, each))];
      const found = advised.map(({ parameters, tokens }) => tokens / parameters);
      cells.splice(5, 2, Math.min(...found), Math.max(...found));
    }
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
    return joined(outside(best, law), ...cautions(model, law, "full", best));
  });
}

/**
 * What to beware of where a model is judged by its cost or by a law; the sentences are those of Python.
 * @param {Model} model
 * @param {Law | null} law Null where a number is the target.
 * @param {"short" | "full"} how
 * @param {Optimum} [best]
 */
function cautions(model, law, how, best) {
  const { texts, sparse } = data();
  const [other, dense, forSparse] = model.beware[how];
  const slots = {
    objective: law ? law.objective : "",
    times: model.active !== null && best ? human(model.active / best.parameters) : "",
  };
  const isOther = law && law.domain === "protein" && !["any", ...model.objective.split(/\s+/)].includes(law.objective);
  const held = [...(isOther ? other : []), ...(law && law.counts === sparse ? forSparse : dense)];
  return held.map((place) => fill(texts[place], slots));
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
    [cells[0], cells[1]] = name === "FRONTIER" ? [one, law] : [law, one];
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
