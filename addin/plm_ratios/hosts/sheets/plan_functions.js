// The spreadsheet functions for people who plan a training, as functions/plan_definitions.py defines them.

const readTokens = ifGiven(size("number of tokens"));
const readSize = orModel(size("number of parameters"), "neitherParameters");
const readUtilization = (/** @type {Value} */ cell) =>
  checkedShare(size("utilization", () => data().utilization)(cell));

/** @param {Value} cell */
function readAccelerator(cell) {
  return acceleratorNamed(nameOf("GPU")(cell));
}

/** @param {Value} cell Repeats count by the law of repeated data where no law is named. */
function readPlanLaw(cell) {
  return isNothing(cell) ? lawNamed(data().planning.law) : readLaw(cell);
}

/**
 * Null for a blank.
 * @template T
 * @param {(cell: Value) => T} read
 * @returns {(cell: Value) => T | null}
 */
function ifGiven(read) {
  return (cell) => (isNothing(cell) ? null : read(cell));
}

/** @type {typeof FUNCTIONS} */
const PLANNING = {
  GPUHOURS: {
    read: [readSize, readTokens, readAccelerator, readUtilization],
    compute: (built, tokens, { peak }, share) => trainingFlops(built, tokens) / (peak * share) / HOUR,
  },
  COMPUTE: {
    read: [readAccelerator, size("number of accelerators"), size("number of hours"), readUtilization],
    compute: ({ peak }, count, hours, share) => count * hours * HOUR * peak * share,
  },
  MFU: {
    read: [readSize, readTokens, ifGiven(readAccelerator), ifGiven(size("number of chip-hours"))],
    compute: (built, tokens, gpu, hours) => {
      const flops = trainingFlops(built, tokens);
      const { peak } = gpu ?? acceleratorOf(built);
      return flops / (hours ?? chipHoursOf(built)) / HOUR / peak;
    },
  },
  PLAN: {
    read: [
      asItIs,
      (cell) => {
        const [sequences, own] = readSequences(cell);
        return [size("number of sequences")(sequences), own];
      },
      readOwnLength,
      asItIs,
      size("batch", () => data().planning.batch),
    ],
    compute: (budget, [sequences, own], length, law, batch) => {
      const budgets = single(budget, readBudget);
      const laws = single(law, (cell) => readPlanLaw(cell).id);
      return planTable(budgets, sequences * (length ?? own), laws, batch);
    },
  },
  ACCELERATORS: { read: [], compute: () => data().acceleratorsTable },
};
Object.assign(FUNCTIONS, PLANNING);
