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
 * What a fact amounts to: a number, or sequences that a length multiplies.
 * @param {Cited} fact
 * @param {number} length
 */
function amount([value, , , , , isSequences], length) {
  return isSequences ? value * length : value;
}

/** @typedef {(facts: Cited[], length: number) => Cited} Take Chooses among facts. */

/** @type {Take} */
const theFirst = (facts) => facts[0];
/** @type {Take} */
const theLeast = (facts, length) =>
  facts.reduce((best, each) => (amount(each, length) < amount(best, length) ? each : best));
/** @type {Take} */
const theMost = (facts, length) =>
  facts.reduce((best, each) => (amount(each, length) > amount(best, length) ? each : best));

/**
 * One choice of facts for each stage of training, and the tokens that they give.
 * @param {Model} model
 * @param {number} length
 * @param {Take} take
 */
function effectiveReading(model, length, take) {
  const fit = take(data().repetition.fits, 1);
  const parts = model.effective.parts.map((part) => {
    const seen = take(part.seen, 1);
    const counted = take(part.counted, length);
    return { seen, counted, saw: amount(seen, 1), distinct: amount(counted, length) };
  });
  const tokens = parts.map(({ saw, distinct }) => effectiveTokens(distinct, saw, fit[0]));
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
  return parts.reduce((sum, { saw }) => sum + saw, 0) / parts.reduce((sum, { distinct }) => sum + distinct, 0);
}

/**
 * Passes over the data in each stage of training.
 * @param {Model} model
 * @param {number} length
 */
function passesOf(model, length) {
  return effectiveReading(model, length, theFirst).parts.map(({ saw, distinct }) => saw / distinct);
}

/**
 * What is filled into the sentences about repeated data.
 * @param {Model} model
 * @param {number} length
 */
function repeatedSlots(model, length) {
  const { parts, fit } = effectiveReading(model, length, theFirst);
  /** @type {Record<string, string>} */
  const slots = { ceiling: human(parts.reduce((sum, { distinct }) => sum + distinct * (1 + fit[0]), 0)) };
  parts.forEach(({ saw, distinct }, at) => {
    slots[`passes${at}`] = human(saw / distinct);
    slots[`distinct${at}`] = human(distinct);
  });
  return slots;
}

/**
 * The lowest, the preferred and the highest ratio. Effective tokens grow with each of what they rest on.
 * @param {Model} model
 * @param {number} length
 * @returns {Cell[][]}
 */
function effectiveSpread(model, length) {
  const { agree, alone, same, said } = data().repetition;
  const { texts } = data();
  const reading = (/** @type {Take} */ take, /** @type {Take} */ opposite) => {
    const { parts, fit, tokens } = effectiveReading(model, length, take);
    const sized = opposite(model.effective.sized, 1);
    const facts = [...parts.map(({ seen }) => seen), ...parts.map(({ counted }) => counted), fit, sized];
    return { parts, fit, tokens, sized, facts, ratio: tokens / sized[0] };
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
      sized[0],
      fill(said, {
        seen: parts.map(({ seen }) => texts[seen[1]]).join(" + "),
        distinct: parts
          .map(({ counted }) => fill(texts[counted[1]], { length: general(length, 6) }))
          .join(" + "),
        fit: texts[fit[1]],
      }),
      texts[sized[1]],
      data().confidences[Math.min(...facts.map(([, , confidence]) => confidence))],
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
  const { texts } = data();
  const said = facts.flatMap((fact) => [preferred.includes(fact) ? "" : texts[fact[3]], texts[fact[4]]]);
  return joined(...new Set(said));
}
