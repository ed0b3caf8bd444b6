// The spreadsheet functions: how each reads its arguments, and what it works out from them.

const readModel = nameOf("model");
const readModels = belowHeader(namesOf("model"));
const readBasis = choice("basis");
const readLength = size("average length", () => data().averageLength);
const readKind = choice("kind");
const readRatio = size("ratio");
const readTarget = size("target", () => data().target);
const readBudget = size("compute budget");

/** @param {Value} cell */
function readLaw(cell) {
  if (isNothing(cell)) return lawNamed(data().law);
  return lawNamed(typeof cell === "number" ? general(cell, 6) : pythonText(/** @type {Cell} */ (cell)));
}

/** @param {Value} cell */
function readLawId(cell) {
  return readLaw(cell).id;
}

/**
 * Whether a cell holds a name where a number could stand too.
 * @param {Value} cell
 * @returns {cell is string}
 */
function isName(cell) {
  return typeof cell === "string" && !isBlank(cell) && typedNumber(cell) === null;
}

/**
 * A number of sequences, or that of the dataset whose name was typed; and the average length that goes with it
 * where none is typed.
 * @param {Value} cell
 * @returns {[number, number]}
 */
function readSequences(cell) {
  const { averageLength, messages } = data();
  if (!isName(cell)) return [toNumber(cell, "number of sequences"), averageLength];
  const dataset = findDataset(cell) ?? failWith(messages.neitherSequences, { cell }, () => oddities(cell));
  return [known(dataset.sequences), orBlank(dataset.length) ?? averageLength];
}

/** @param {Value} cell An average length; null where none is typed. */
function readOwnLength(cell) {
  return isBlank(cell) ? null : size("average length")(cell);
}

/**
 * Reads a number, or the name of a model.
 * @param {(cell: Value) => number} read
 * @param {string} neither The message for a name that is no model's.
 * @returns {(cell: Value) => number | Model}
 */
function orModel(read, neither) {
  return (cell) => {
    if (!isName(cell)) return read(cell);
    return findModel(cell) ?? failWith(data().messages[neither], { cell }, () => oddities(cell));
  };
}

/** @param {Value} cell A target, or the name of a law. */
function readTargetOrLaw(cell) {
  if (!isName(cell)) return readTarget(cell);
  return findLaw(cell) ?? failWith(data().messages.neitherTarget, { cell }, () => oddities(cell));
}

/**
 * Reads a single cell, which is wrong for all rows or for none; a range goes on as it is.
 * @param {Value} value
 * @param {(cell: Value) => Value} read
 */
function single(value, read) {
  return isRange(value) ? value : read(value);
}

/** @type {(value: Value) => Value} */
const asItIs = (value) => value;

/** @type {Record<string, {read: ((cell: Value) => any)[], compute: (...values: any[]) => any}>} */
const FUNCTIONS = {
  TOKENS: {
    read: [readSequences, readOwnLength],
    compute: ([sequences, own], length) => sequences * (length ?? own),
  },
  RATIO: {
    read: [readModel, readBasis, readLength, readKind],
    compute: (name, basis, length, kind) => ratioOf(modelNamed(name), basis, length, kind),
  },
  MODELTOKENS: {
    read: [readModel, readBasis, readLength],
    compute: (name, basis, length) => tokensOf(modelNamed(name), basis, length),
  },
  PARAMS: {
    read: [readModel, readKind],
    compute: (name, kind) => known(modelNamed(name).parameters[kind]),
  },
  SEQS: { read: [readModel], compute: (name) => known(entryNamed(name).sequences) },
  AVGLEN: { read: [readModel], compute: (name) => known(entryNamed(name).length) },
  EPOCHS: {
    read: [readModel, readLength],
    compute: (name, length) => epochsOf(modelNamed(name), length),
  },
  SCORE: { read: [readModel, choice("benchmark")], compute: scoreOf },
  FLOPS: {
    read: [
      orModel((cell) => toNumber(cell, "number of parameters"), "neitherParameters"),
      (cell) => toNumber(cell, "number of tokens") || null, // Calc passes an empty cell as 0
    ],
    compute: (built, tokens) => trainingFlops(built, tokens),
  },
  VERDICT: {
    read: [orModel(readRatio, "neitherRatio"), readTargetOrLaw],
    compute: (built, wanted) => {
      const model = typeof built === "number" ? null : built;
      const ratio = model ? ratioOf(model, "seen", 1) : built;
      const law = typeof wanted === "number" ? null : wanted;
      const text = verdict(ratio, law ? targetRatio(law, model) : wanted);
      const parts = model ? cautions(model, law, "short") : [];
      return parts.length ? fill(data().noted, { text, parts: parts.join("; ") }) : text;
    },
  },
  OPTIMALTOKENS: {
    read: [size("number of parameters"), readLaw],
    compute: (parameters, law) => optimumAtParameters(parameters, law).tokens,
  },
  OPTIMALPARAMS: {
    read: [size("number of tokens"), readLaw],
    compute: (tokens, law) => optimumAtTokens(tokens, law).parameters,
  },
  OPTIMAL: {
    read: [asItIs, asItIs],
    compute: (compute, law) => {
      const budgets = single(compute, readBudget);
      return optimalTable(budgets, single(law, readLawId));
    },
  },
  FRONTIER: {
    read: [asItIs, asItIs],
    compute: (model, law) => {
      const models = single(model, readModel);
      return frontierTable(models, single(law, readLawId));
    },
  },
  LAWS: { read: [], compute: () => data().lawsTable },
  NEAREST: { read: [readTarget, readBasis, readModels, readLength], compute: nearest },
  MODELS: { read: [namesOf("family")], compute: modelsTable },
  CATALOG: { read: [], compute: catalogTable },
  COMPARE: {
    read: [asItIs, asItIs, asItIs, asItIs],
    compute: (names, basis, length, kind) => {
      const bases = single(basis, readBasis);
      const lengths = single(length, readLength);
      const kinds = single(kind, readKind);
      return compareTable(isRange(names) ? names : [[readModel(names)]], bases, lengths, kinds);
    },
  },
  BASES: { read: [readModels], compute: basesTable },
  SPREAD: { read: [readModels, readBasis, readLength], compute: spreadTable },
  SOURCE: { read: [readModel, choice("quantity")], compute: citation },
  WHY: {
    read: [asItIs, asItIs, asItIs, asItIs],
    compute: (model, basis, length, kind) => {
      try {
        return why(readModel(model), readBasis(basis), readLength(length), readKind(kind));
      } catch (error) {
        if (error instanceof PlmError) return error.say();
        throw error;
      }
    },
  },
  PLMVERSION: { read: [], compute: () => data().version },
};

/**
 * One row a model, by the functions of the same names; a blank model is a blank row.
 * @param {Value} models
 * @param {Value} bases
 * @param {Value} lengths
 * @param {Value} kinds Of parameters.
 * @returns {Cell[][]}
 */
function compareTable(models, bases, lengths, kinds) {
  const { headers, quantityOfBasis, target } = data();
  const cell = (/** @type {string} */ name, /** @type {Cell[]} */ ...cells) =>
    /** @type {Cell} */ (call(name, cells));
  /** @type {(...cells: Cell[]) => Cell[]} */
  const row = (model, basis, length, kind) => {
    if (isBlank(model)) return headers.COMPARE.map(() => null);
    const ratio = cell("RATIO", model, basis, length, kind);
    const quantity = typeof basis === "string" ? (lookUp(quantityOfBasis, basis) ?? basis) : basis;
    return [
      typeof model === "string" ? (find(model, "model", "dataset")?.name ?? model) : model,
      cell("PARAMS", model, kind),
      cell("SEQS", model),
      cell("MODELTOKENS", model, basis, length),
      basis,
      ratio,
      typeof ratio === "number" ? ratio / target : ratio,
      cell("VERDICT", ratio),
      cell("SOURCE", model, quantity),
    ];
  };
  return [headers.COMPARE, ...broadcast(columns(models, bases, lengths, kinds), row).map((rows) => rows[0])];
}

/**
 * Calls a function with cell values or ranges, going through ranges cell by cell; a blank stays blank.
 * @param {string} name
 * @param {Value[]} cells
 * @returns {Value}
 */
function call(name, cells) {
  const { table, whole } = data().functions[name];
  const given = whole.map((_, at) => cells[at] ?? null);
  const ranges = whole.flatMap((isWhole, at) => (isRange(given[at]) && !isWhole ? [at] : []));
  if (!ranges.length) return once(name, given);
  if (table) return new CellError("#VALUE!", () => "A table for every cell of a range fits into no sheet.");
  return broadcast(
    ranges.map((at) => given[at]),
    (...values) => {
      if (values.some(isBlank)) return null;
      const filled = [...given];
      ranges.forEach((at, place) => (filled[at] = values[place]));
      return /** @type {Cell} */ (once(name, filled));
    },
  );
}

/**
 * @param {string} name
 * @param {Value[]} cells
 * @returns {Value}
 */
function once(name, cells) {
  const { read, compute } = FUNCTIONS[name];
  try {
    const values = [];
    for (const [at, cell] of cells.entries()) {
      if (cell instanceof CellError) return cell;
      values.push(read[at](cell));
    }
    const result = compute(...values);
    return isRange(result) ? result.map((row) => row.map(finite)) : finite(result);
  } catch (error) {
    if (error instanceof PlmError) return error;
    throw error;
  }
}

/**
 * No cell holds infinity.
 * @param {Cell} cell
 */
function finite(cell) {
  const isTooLarge = typeof cell === "number" && !Number.isFinite(cell);
  return isTooLarge ? new CellError("#NUM!", () => "The result is too large for a number.") : cell;
}
