/** The pane in Excel: gets the catalog from the server, and starts. */
const plmExcel = (() => {
  const ask = async () => fetch("plm/entries.json", { headers: await plmSignIn.headers() });

  /** Has the functions asked again that the server refused before. */
  async function recalculate() {
    try {
      await Excel.run(async (context) => {
        context.workbook.application.calculate("Full");
        await context.sync();
      });
    } catch {
      plmPane.fail("You are signed in. To have formulas ask again, press Ctrl+Alt+F9.");
    }
  }

  /** Light or dark, as Excel is; where it does not tell, as the machine is. */
  function followTheme() {
    const { isDarkTheme } = /** @type {{isDarkTheme?: boolean}} */ (Office.context.officeTheme ?? {});
    if (isDarkTheme !== undefined) document.documentElement.dataset.theme = isDarkTheme ? "dark" : "light";
  }

  /** @param {Response} answer */
  async function open(answer) {
    if (answer.status === 401 || answer.status === 403) {
      return plmPane.fail("The server does not let this account in. Ask whoever runs it.");
    }
    if (!answer.ok) {
      return plmPane.fail(`The server answered ${answer.status} instead of the catalog. Reload the pane.`);
    }
    /** @type {PlmEntries} */
    const entries = await answer.json();
    plmPane.start(entries, {
      insertFormula: plmSheet.insertFormula,
      insertComparison: (models, options) => plmSheet.insertComparison(models, options, entries),
    });
  }

  async function start() {
    await Office.onReady();
    followTheme();
    try {
      const answer = await ask();
      if (answer.status === 401 && plmSignIn.usesTokens()) {
        await open(await plmSignIn.askForToken(ask));
        await recalculate();
      } else {
        await open(answer);
      }
    } catch {
      plmPane.fail("The server does not answer. Check the network, then reload the pane.");
    }
  }

  return { start };
})();

plmExcel.start();
