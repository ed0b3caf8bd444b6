/**
 * Signing in with an access token, where the server asks for one. The functions run in the pane's page, so
 * what is kept here goes with their calls too.
 */
const plmSignIn = (() => {
  /**
   * What xlwings' own scripts of the page define, and look for.
   * @typedef {{config: {authProviders: string[]},
   *   getAuth: () => Promise<{token: string, provider: string}>}} Shared
   */
  const shared = /** @type {Shared} */ (/** @type {unknown} */ (globalThis));

  /** Tokens are ours; for accounts of Microsoft, xlwings brings a getAuth() of its own. */
  const usesTokens = () => shared.config.authProviders.includes("custom");

  /** Where the token is kept: each page that shows Excel on the web has a drawer of its own. */
  const drawer = () => {
    const partition = /** @type {{partitionKey?: string}} */ (Office.context).partitionKey;
    return `${partition ?? ""}plm-ratios-token`;
  };

  let held = "";

  /** Browsers that keep nothing for framed pages hold the token as long as the pane is open. */
  const token = () => {
    try {
      return localStorage.getItem(drawer()) ?? held;
    } catch {
      return held;
    }
  };

  /** @param {string} given */
  function keep(given) {
    held = given;
    try {
      localStorage.setItem(drawer(), given);
    } catch {
      // held it is
    }
  }

  /** What goes with each call of a function. */
  async function getAuth() {
    return { token: token() && `Bearer ${token()}`, provider: token() && "custom" };
  }

  if (usesTokens()) shared.getAuth = getAuth;

  /** The headers of who has signed in. */
  async function headers() {
    const { token: authorization, provider } = await shared.getAuth();
    return { Authorization: authorization, "Auth-Provider": provider };
  }

  /**
   * Asks for the token in place of the pane until the server knows it.
   * @param {() => Promise<Response>} ask what the server answers to who has signed in
   * @returns {Promise<Response>} the answer that is no refusal
   */
  function askForToken(ask) {
    const form = document.createElement("form");
    form.className = "sign-in";
    form.innerHTML =
      '<h1>Sign in</h1><p id="sign-in-reason" role="alert"></p>' +
      '<div class="field"><label for="token">Access token</label>' +
      '<input id="token" type="password" autocomplete="off" required aria-describedby="sign-in-reason">' +
      "</div>" +
      '<button type="submit" class="button primary">Sign in</button>';
    const pane = /** @type {HTMLElement} */ (document.getElementById("plm-pane"));
    const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    const reason = /** @type {HTMLElement} */ (form.querySelector("p"));
    reason.textContent = "This server asks for an access token, which you get from whoever runs it.";
    pane.hidden = true;
    pane.before(form);
    input.focus();
    return new Promise((resolve, reject) => {
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        keep(input.value.trim());
        const answer = await ask().catch(reject);
        if (answer?.status === 401) {
          keep("");
          reason.textContent = "The server does not know this token. Ask whoever runs it for yours.";
          input.select();
          return;
        }
        form.remove();
        pane.hidden = false;
        if (answer) resolve(answer);
      });
    });
  }

  return { usesTokens, headers, askForToken };
})();
