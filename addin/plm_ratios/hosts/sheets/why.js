// What WHY says: the sentences of Python, those that hold, with their slots filled.

/**
 * How a model's ratio came about; or what there is to say about a dataset, a law or an accelerator.
 * @param {string} name
 * @param {string} basis
 * @param {number} length
 * @param {string} kind
 */
function why(name, basis, length, kind) {
  const about = findDataset(name) ?? (findModel(name) ? undefined : (findLaw(name) ?? findAccelerator(name)));
  if (about) return about.about;
  const model = modelNamed(name);
  ratioOf(model, basis, length, kind); // where there is none, it says why
  const [phrase, cautions] = model.sized[kind] ?? model.sized.total;
  const slots = slotsOf(model, basis, length, kind);
  const repeats = basis === "effective" ? Math.max(...passesOf(model, length)) : 1;
  const held = [...model.why[basis], ...cautions].filter(([, above, upto, own]) => {
    if (own && Math.abs(length / own - 1) <= data().lengthOff) return false;
    return repeats > above && (!upto || repeats <= upto);
  });
  const those = (/** @type {number} */ wanted) =>
    held.flatMap(([text, , , , caution]) => (caution === wanted ? [data().texts[text]] : []));
  const beware = those(1);
  const text = joined(those(0).join(""), ...(beware.length ? ["Beware:", ...beware] : []));
  return joined(fill(fill(text, { sized: data().texts[phrase] }), slots), model.origin);
}

/**
 * What is filled in at an average length.
 * @param {Model} model
 * @param {string} basis
 * @param {number} length
 * @param {string} kind
 */
function slotsOf(model, basis, length, kind) {
  const { parameters } = model;
  const total = tokensOf(model, basis, length);
  /** @type {Record<string, string>} */
  const slots = { total: human(total), length: general(length, 6) };
  for (const [slot, by] of [["ratio", kind], ["active", "active"], ["whole", "total"], ["exact", "exact"]]) {
    const number = orBlank(parameters[by]);
    if (number) slots[slot] = human(total / number);
  }
  const own = orBlank(model.length);
  if (own !== null) slots.own = human(ratioOf(model, basis, own, kind));
  if (basis === "effective") Object.assign(slots, repeatedSlots(model, length));
  return slots;
}
