// What repeated training data are worth: the basis "effective", by the law of repeated text.

/**
 * Tokens that would be worth as much if none were repeated.
 * @param {number} unique
 * @param {number} seen
 * @param {number} rStar
 */
function effectiveTokens(unique, seen, rStar) {
  if (seen <= unique) return seen;
  return unique + unique * rStar * (1 - Math.exp(-(seen / unique - 1) / rStar));
}

/**
 * Distinct tokens by a count of tokens, or of sequences that a length multiplies.
 * @param {Counted} counted
 * @param {number} length
 */
function distinctTokens(counted, length) {
  return counted.value * (counted.bySequences ? length : 1);
}

/**
 * @template {{value: number}} Given
 * @typedef {(each: Given[], value: (one: Given) => number) => Given} Take
 */

/** @type {Take<any>} */
const theFirst = (each) => each[0];
/** @type {Take<any>} */
const theLeast = (each, value) => each.reduce((best, one) => (value(one) < value(best) ? one : best));
/** @type {Take<any>} */
const theMost = (each, value) => each.reduce((best, one) => (value(one) > value(best) ? one : best));

/**
 * One choice of facts for each stage of training, and the tokens that they give.
 * @param {Model} model
 * @param {number} length
 * @param {Take<any>} take
 */
function effectiveReading(model, length, take) {
  const value = (/** @type {Cited} */ one) => one.value;
  const fit = take(data().repetition.fits, value);
  const parts = model.effective.parts.map(({ seen, counted }) => ({
    seen: /** @type {Cited} */ (take(seen, value)),
    counted: /** @type {Counted} */ (take(counted, (one) => distinctTokens(one, length))),
  }));
  const tokens = parts.map(({ seen, counted }) =>
    effectiveTokens(distinctTokens(counted, length), seen.value, fit.value),
  );
  return { parts, fit, tokens: tokens.reduce((sum, each) => sum + each, 0) };
}

/**
 * @param {Model} model
 * @param {number} length
 */
function effectiveOf(model, length) {
  return effectiveReading(model, length, theFirst).tokens;
}

/**
 * Passes over the data: as the catalog has them, else tokens seen by distinct ones.
 * @param {Model} model
 * @param {number} length
 */
function epochsOf(model, length) {
  if (model.epochs !== null) return known(model.epochs);
  const { parts } = effectiveReading(model, length, theFirst);
  const seen = parts.reduce((sum, part) => sum + part.seen.value, 0);
  return seen / parts.reduce((sum, part) => sum + distinctTokens(part.counted, length), 0);
}

/**
 * How a ratio came about; the sentences are those of Python.
 * @param {Model} model
 * @param {number} length
 */
function whyEffective(model, length) {
  const { parts, fit, tokens } = effectiveReading(model, length, theFirst);
  const parameters = known(model.parameters.total);
  const active = orBlank(model.parameters.active);
  const distinct = parts.map(({ counted }) => distinctTokens(counted, length));
  const passes = parts.map(({ seen }, at) => seen.value / distinct[at]);
  /** @type {Record<string, string>} */
  const slots = {
    ratio: human(tokens / parameters),
    total: human(tokens),
    length: general(length, 6),
    ceiling: human(distinct.reduce((sum, each) => sum + each * (1 + fit.value), 0)),
    active: human(tokens / (active ?? parameters)),
  };
  passes.forEach((each, at) => (slots[`passes${at}`] = human(each)));
  distinct.forEach((each, at) => (slots[`distinct${at}`] = human(each)));
  const repeats = Math.max(...passes);
  const held = model.effective.said.filter((piece) => {
    if (piece.own && Math.abs(length / piece.own - 1) <= data().lengthOff) return false;
    return repeats > piece.above && (!piece.upto || repeats <= piece.upto);
  });
  const plain = held.flatMap(({ caution, text }) => (caution ? [] : [text])).join("");
  const cautions = held.flatMap(({ caution, text }) => (caution ? [text] : []));
  const text = joined(plain, ...(cautions.length ? ["Beware:", ...cautions] : []));
  return joined(fill(text, slots), model.effective.origin);
}

/**
 * The lowest, the preferred and the highest ratio. Effective tokens grow with each of what they rest on.
 * @param {Model} model
 * @param {number} length
 * @returns {Cell[][]}
 */
function effectiveSpread(model, length) {
  const { agree, alone, same } = data().repetition;
  const reading = (/** @type {Take<any>} */ take, /** @type {Take<any>} */ opposite) => {
    const { parts, fit, tokens } = effectiveReading(model, length, take);
    const sized = /** @type {Cited} */ (opposite(model.effective.sized, (/** @type {Cited} */ one) => one.value));
    const facts = [...parts.map((part) => part.seen), ...parts.map((part) => part.counted), fit, sized];
    return { parts, fit, tokens, sized, facts, ratio: tokens / sized.value };
  };
  const preferred = reading(theFirst, theFirst);
  const differ = (/** @type {number} */ one, /** @type {number} */ other) =>
    Math.max(one, other) > Math.min(one, other) * (1 + same);
  const readings = [reading(theLeast, theMost), preferred, reading(theMost, theLeast)].map((each) =>
    differ(each.ratio, preferred.ratio) ? each : preferred,
  );
  const isOpen = differ(readings[0].ratio, readings[2].ratio);
  return ["lowest", "preferred", "highest"].map((which, at) => {
    const { ratio, tokens, sized, parts, fit, facts } = readings[at];
    return [
      model.name,
      "effective",
      which,
      ratio,
      ratio / preferred.ratio,
      tokens,
      sized.value,
      fill(data().repetition.said, {
        seen: parts.map(({ seen }) => seen.who).join(" + "),
        distinct: parts.map(({ counted }) => fill(counted.who, { length: general(length, 6) })).join(" + "),
        fit: fit.who,
      }),
      sized.who,
      data().confidences[Math.min(...facts.map((fact) => fact.confidence))],
      isOpen ? remarksOn(facts, preferred.facts) : model.effective.alone ? alone : agree,
    ];
  });
}

/**
 * What the catalog remarks on facts; and what those count that are not the preferred ones.
 * @param {Cited[]} facts
 * @param {Cited[]} preferred
 */
function remarksOn(facts, preferred) {
  const said = facts.flatMap((fact) => [preferred.includes(fact) ? "" : fact.counts, fact.note]);
  return joined(...new Set(said));
}
