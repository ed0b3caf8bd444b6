/**
 * A stand-in for a spreadsheet: remembers what it was asked to write, and answers what the test says.
 */
const stub = {
  /** @type {unknown[][]} */
  calls: [],
  /** @type {() => Promise<string>} */
  answer: async () => "Written into Sheet1!B2.",
  /** @type {(sentence: string) => void} ends what hold() began */
  release: () => undefined,
  /** The next answers wait for release(). */
  hold() {
    const held = new Promise((resolve) => (stub.release = resolve));
    stub.answer = () => held;
  },
  /** @param {unknown} reason */
  refuse(reason) {
    stub.answer = () => Promise.reject(reason);
  },
  /** @param {unknown[]} call */
  asked(...call) {
    stub.calls.push(call);
    return stub.answer();
  },
};

const host = {
  insertFormula: (formula) => stub.asked("formula", formula),
  insertComparison: (models, options) => stub.asked("comparison", models, options),
};

if (document.getElementById("plm-entries")) {
  plmPane.start(plmPane.embedded(), host);
} else {
  fetch("entries.json")
    .then((answer) => answer.json())
    .then((entries) => plmPane.start(entries, host));
}
