// The best model for a compute budget where there are only so many distinct tokens. As in analysis/planning.py,
// which says why one halving of ln N after the other finds it; N' and D' are what N and D are worth.

/**
 * The constants of the loss E + A / N'^alpha + B / D'^beta, and how fast repeats, and parameters beyond what the
 * data can fill, lose their worth.
 * @typedef {{A: number, B: number, alpha: number, beta: number, r_star: number, r_n_star: number}} Loss
 */

/**
 * The parameters and tokens of least loss.
 * @param {number} flops
 * @param {number} unique
 * @param {Loss} known
 * @returns {Optimum}
 */
function optimumOfRepeats(flops, unique, known) {
  const gain = gainOf(Math.log(flops / 6), unique, known);
  let low = 0;
  let high = Math.log(flops / 6);
  for (let halving = data().planning.halvings; halving > 0; halving -= 1) {
    const middle = (low + high) / 2;
    if (gain(middle) > 0) low = middle;
    else high = middle;
  }
  const parameters = Math.exp((low + high) / 2);
  return checked({ parameters, tokens: flops / (6 * parameters), flops }, flops, "compute budget");
}

/**
 * ln(alpha A N'^-alpha e_N) - ln(beta B D'^-beta e_D) of ln N: above zero where more parameters lower the loss.
 * @param {number} logBoth ln(N D)
 * @param {number} unique
 * @param {Loss} known
 */
function gainOf(logBoth, unique, { A, B, alpha, beta, r_star, r_n_star }) {
  const balance = ((alpha * A) / (beta * B)) ** (1 / (alpha + beta));
  const filled = balance * (balance * unique) ** (beta / alpha);
  const [ofSize, ofTokens] = [Math.log(alpha * A), Math.log(beta * B)];
  return (/** @type {number} */ logParameters) => {
    const [size, sizeFalls] = logWorth(logParameters, filled, r_n_star);
    const [tokens, tokensFall] = logWorth(logBoth - logParameters, unique, r_star);
    return ofSize - alpha * size + sizeFalls - (ofTokens - beta * tokens + tokensFall);
  };
}

/**
 * ln D' and ln e_D of a number of tokens and the distinct ones; or the same of N'.
 * @param {number} logNumber
 * @param {number} full
 * @param {number} rStar
 */
function logWorth(logNumber, full, rStar) {
  const excess = Math.max(Math.exp(logNumber) / full - 1, 0) / rStar;
  if (excess === 0) return [logNumber, 0];
  const worth = Math.log(full) + Math.log(1 + rStar * (1 - Math.exp(-excess)));
  return [worth, logNumber - excess - worth];
}

/**
 * Plans for compute budgets, one a row.
 * @param {Value} budgets
 * @param {number} unique
 * @param {Value} laws
 * @param {number} batch
 */
function planTable(budgets, unique, laws, batch) {
  const { freeRepeats, limits, noDistinct } = data().planning;
  return lawTable("PLAN", budgets, laws, (cells, budget, name) => {
    const law = readPlanLaw(name);
    const flops = readBudget(budget);
    cells.splice(0, 2, law.name, flops);
    if (!(unique > 0 && unique < Infinity)) fail(["#NUM!", noDistinct]);
    const best = law.loss ? optimumOfRepeats(flops, unique, law.loss) : optimum(flops, law);
    const { parameters, tokens } = best;
    const epochs = tokens / unique;
    const effective = effectiveTokens(unique, tokens, data().repetition.fits[0][0]);
    const limit = limits[epochs > freeRepeats ? 1 : 0];
    cells.splice(2, 7, parameters, tokens, tokens / parameters, epochs, effective, tokens / batch, limit);
    return joined(outside(best, law), ...remarksOnRepeats(law, epochs));
  });
}

/**
 * What to beware of in so many passes.
 * @param {Law} law
 * @param {number} epochs
 */
function remarksOnRepeats(law, epochs) {
  const { extrapolated, stretched, noRepeats, harmed, harm } = data().planning;
  const isMasked = law.objective === "MLM";
  const said = [];
  if (law.loss) said.push(epochs > extrapolated ? stretched : "");
  else if (epochs > 1) said.push(fill(noRepeats, { law: law.name, epochs: human(epochs) }));
  if (epochs > harmed && (law.loss || isMasked)) said.push(...harm);
  return said;
}
