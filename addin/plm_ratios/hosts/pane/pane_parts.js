/** The pieces that the pane is put together from. What they say of models comes from entries.py. */
const plmParts = (() => {
  /** An element of the page. @param {string} id */
  const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

  /**
   * A new element. Strings among its children become text, never markup.
   * @param {string} tag @param {string} className @param {(Node | string)[]} children
   */
  function make(tag, className, ...children) {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...children);
    return made;
  }

  /**
   * A button; `label` says what it does where what is written on it does not.
   * @param {string} className @param {string} label @param {() => void} act @param {(Node | string)[]} children
   */
  function button(className, label, act, ...children) {
    const made = make("button", className, ...children);
    made.setAttribute("type", "button");
    if (label) made.ariaLabel = label;
    made.addEventListener("click", act);
    return made;
  }

  /**
   * Who says a number, as a link where there is an address on the web; "" where nobody does.
   * @param {string} what @param {{source: string, url: string}} fact
   */
  function source(what, fact) {
    if (!fact.source) return "";
    const text = make("p", "source", `${what}: `);
    if (!/^https?:\/\//i.test(fact.url)) {
      text.append(fact.source);
      return text;
    }
    const link = document.createElement("a");
    link.href = fact.url;
    link.target = "_blank";
    link.rel = "noopener";
    link.append(fact.source, make("span", "unseen", " (opens in a new tab)"));
    text.append(link);
    return text;
  }

  /** @param {PlmModel} model */
  function name(model) {
    const made = make("span", "name", model.name);
    if (model.own) made.append(" ", make("span", "pill", "your own"));
    return made;
  }

  /** A verdict, with a mark that does not rest on colour. @param {PlmRatio} ratio */
  function verdict(ratio) {
    if (!ratio.verdict) return make("span", "quiet", "no number");
    const mark = { "too few tokens": "few", "near optimal": "near" }[ratio.verdict] ?? "more";
    return make("span", `verdict ${mark}`, ratio.verdict);
  }

  /** The two lines of a model in a list. @param {PlmModel} model @param {PlmRatio} ratio */
  function lines(model, ratio) {
    const unit = make("span", "unseen", ` tokens per parameter on ${ratio.basis}`);
    const number = make("span", "ratio", ratio.shown || "–", ratio.shown ? unit : "");
    const size = model.parameters.shown ? `${model.parameters.shown} params` : "params unknown";
    return [
      make("span", "pair", name(model), number),
      make("span", "pair quiet", make("span", "", size), verdict(ratio)),
    ];
  }

  return { by, make, button, source, name, verdict, lines };
})();
