/** Runs a function of Code.gs; what it throws comes back as an error with its sentence. */
const plmSheetsHost = {
  /** @param {string} formula @returns {Promise<string>} */
  insertFormula: (formula) =>
    new Promise((done, failed) =>
      google.script.run.withSuccessHandler(done).withFailureHandler(failed).insertFormula(formula),
    ),
  /** @param {string[]} models @param {{basis: string}} options @returns {Promise<string>} */
  insertComparison: (models, options) =>
    new Promise((done, failed) =>
      google.script.run.withSuccessHandler(done).withFailureHandler(failed).insertComparison(models, options),
    ),
};

plmPane.start(plmPane.embedded(), plmSheetsHost);
