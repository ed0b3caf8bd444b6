/**
 * A catalog browser for the narrow pane beside a sheet. It computes nothing: numbers and sentences come
 * from entries.py, and the host, which knows the spreadsheet, writes into the sheet.
 *
 * @typedef {{prefix: string, version: string, edition: string, length: number, target: number,
 *   bases: {id: string, meaning: string}[], models: PlmModel[]}} PlmEntries
 * @typedef {{insertFormula: (formula: string) => Promise<string>,
 *   insertComparison: (models: string[], options: {basis: string}) => Promise<string>}} PlmHost
 */
const plmPane = (() => {
  const { by, make, button } = plmParts;
  const NO_REASON = "The spreadsheet refused, and gave no reason.";
  /** @type {Record<string, [number, number]>} how far the keys of the list go, in rows and in columns */
  const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

  /** @param {string} selector @returns {HTMLElement[]} */
  const all = (selector) =>
    [...document.querySelectorAll(selector)].map((each) => /** @type {HTMLElement} */ (each));

  /** @param {number} count */
  const models = (count) => `${count} model${count === 1 ? "" : "s"}`;

  /**
   * The formula of a ratio. On "sequences" RATIO needs no basis.
   * @param {string} prefix @param {string} name @param {string} basis
   */
  function formula(prefix, name, basis) {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    return `=${prefix}RATIO(${quoted}${basis === "sequences" ? "" : `,"${basis}"`})`;
  }

  /** Shows what went wrong, also before the pane has started. @param {string} sentence */
  function fail(sentence) {
    by("status").textContent = "";
    by("alert").textContent = sentence;
  }

  /** The entries that page_in_one() put into the page. @returns {PlmEntries} */
  const embedded = () => JSON.parse(by("plm-entries").textContent ?? "");

  /** Fills the page and brings it to life. @param {PlmEntries} entries @param {PlmHost} host */
  function start(entries, host) {
    const search = /** @type {HTMLInputElement} */ (by("search"));
    const family = /** @type {HTMLSelectElement} */ (by("family"));
    const results = by("results");
    /** @type {Map<string, PlmModel>} by id, in the order in which they were added */
    const chosen = new Map();
    /** @type {PlmModel | undefined} */
    let opened;
    let basis = entries.bases[0].id;
    let busy = false;

    /** @param {PlmModel} model */
    function linesOf(model) {
      const ratio = model.ratios.find((each) => each.basis === basis);
      return plmParts.lines(model, /** @type {PlmRatio} */ (ratio));
    }

    /** Writes into the sheet, one thing at a time, and tells how it went. @param {() => Promise<string>} write */
    async function insert(write) {
      if (busy) return;
      setBusy(true);
      by("alert").textContent = "";
      by("status").textContent = "Writing into the sheet …";
      try {
        by("status").textContent = await write();
      } catch (error) {
        fail(/** @type {any} */ (error)?.message || NO_REASON);
      }
      setBusy(false);
    }

    /** @param {boolean} now */
    function setBusy(now) {
      busy = now;
      by("plm-pane").ariaBusy = String(now);
      for (const each of all(".primary")) each.ariaDisabled = String(now);
    }

    // The comparison.

    /** @param {PlmModel} model */
    function toggle(model) {
      if (!chosen.delete(model.id)) chosen.set(model.id, model);
      showChosen();
    }

    function showChosen() {
      for (const each of all("#results .add")) each.ariaPressed = String(chosen.has(each.dataset.id ?? ""));
      by("toggle").textContent =
        opened && chosen.has(opened.id) ? "Remove from comparison" : "Add to comparison";
      by("tray-count").textContent = models(chosen.size);
      by("empty").hidden = chosen.size > 0;
      by("clear").hidden = by("writing").hidden = chosen.size === 0;
      by("chosen").replaceChildren(...Array.from(chosen.values(), chosenRow));
    }

    /** @param {PlmModel} model */
    function chosenRow(model) {
      const removal = button("icon remove", `Remove ${model.name}`, () => remove(model));
      return make("li", "", make("div", "row", ...linesOf(model)), removal);
    }

    /** Takes a model out; the keyboard goes on to the next one. @param {PlmModel} model */
    function remove(model) {
      const at = [...chosen.keys()].indexOf(model.id);
      toggle(model);
      const left = all("#chosen .remove");
      (left[Math.min(at, left.length - 1)] ?? by("comparison-title")).focus();
    }

    // The list.

    function showResults() {
      const query = plmSearch.fold(search.value) && search.value.trim();
      const among = entries.models.filter((model) => !family.value || model.family === family.value);
      const found = query ? plmSearch.find(among, query) : among;
      const near = found.length ? [] : plmSearch.nearest(entries.models, query);
      const where = family.value && ` in the family ${family.value}`;
      const advice = near.length ? "Nearest names:" : "Try part of a name, such as “esm” or “650m”.";
      by("count").textContent = models(found.length);
      by("nothing").hidden = found.length > 0;
      by("nothing").textContent = `No model${where} matches “${query}”. ${advice}`;
      results.replaceChildren(...[...found, ...near].map(resultRow));
      keepTabStop(results.firstElementChild);
      showChosen();
    }

    /** @param {PlmModel} model */
    function resultRow(model) {
      const row = button("row", "", () => open(model), ...linesOf(model));
      const addition = button("icon add", `Compare ${model.name}`, () => toggle(model));
      addition.dataset.id = model.id;
      return make("li", "", row, addition);
    }

    /** The list is one stop of the Tab key: the row last used. @param {Element | null} row */
    function keepTabStop(row) {
      for (const each of all("#results button")) each.tabIndex = each.parentElement === row ? 0 : -1;
    }

    /** Moves through the list by the arrow keys. @param {KeyboardEvent} event */
    function move(event) {
      const rows = [...results.children].map((row) => [...row.querySelectorAll("button")]);
      const at = rows.findIndex((row) => row.some((each) => each === document.activeElement));
      const column = Math.max(0, rows[at]?.findIndex((each) => each === document.activeElement) ?? 0);
      const [down, right] = STEPS[event.key] ??
        { Home: [-at, 0], End: [rows.length - 1 - at, 0] }[event.key] ?? [0, 0];
      if (!down && !right) return;
      event.preventDefault();
      if (at + down < 0) search.focus();
      else rows[at + down]?.[column + right]?.focus();
    }

    // One model.

    /** @param {PlmModel} model */
    function open(model) {
      opened = model;
      const about = [model.family, model.kind, model.objective, model.released];
      const cards = model.ratios.map((ratio, at) => card(model, ratio, entries.bases[at].meaning));
      const { shown } = model.parameters;
      const parameters = make("p", "", shown ? `${shown} parameters` : "Parameters are not on record.");
      by("model-title").replaceChildren(plmParts.name(model));
      by("model-about").textContent = about.filter(Boolean).join(" · ");
      by("model-facts").replaceChildren(parameters, plmParts.source("Source", model.parameters), ...cards);
      setBusy(busy);
      showChosen();
      show("model-view");
    }

    /** A model on one basis. @param {PlmModel} model @param {PlmRatio} ratio @param {string} meaning */
    function card(model, ratio, meaning) {
      const [sum, ...cautions] = ratio.why.split(/(?= Beware: )/);
      const why = make("p", "why", sum, ...cautions.map((each) => make("span", "beware", each)));
      const made = make("section", "card", make("h2", "", ratio.basis, make("small", "", meaning)));
      made.ariaLabel = `Basis ${ratio.basis}`;
      if (ratio.shown) {
        const unit = make("span", "quiet", " tokens per parameter");
        const target = make("span", "quiet", ` (target ${entries.target})`);
        const written = formula(entries.prefix, model.name, ratio.basis);
        const act = () => insert(() => host.insertFormula(written));
        const insertion = button("button primary", `Insert ratio on ${ratio.basis}`, act, "Insert ratio");
        made.append(make("p", "figure", make("strong", "", ratio.shown), unit));
        made.append(make("p", "", plmParts.verdict(ratio), target));
        made.append(make("div", "insertion", make("code", "", written), insertion));
      }
      made.append(why, plmParts.source("Tokens", ratio));
      return made;
    }

    // The views, and what they share.

    /** @param {string} view */
    function show(view) {
      for (const each of all(".view")) each.hidden = each.id !== view;
      by("tray").hidden = view === "comparison-view";
      if (!busy) by("status").textContent = by("alert").textContent = "";
      const first = all(`#${view} [tabindex="-1"]:is(h1), #${view} .row[tabindex="0"]`)[0] ?? search;
      first.focus();
      first.closest(".page")?.scrollTo(0, 0);
    }

    /** The choice of a basis, the same in both places. @param {string} id */
    function addBasisChoice(id) {
      const meaning = make("p", "quiet meaning");
      meaning.id = `${id}-meaning`;
      by(id).setAttribute("aria-describedby", meaning.id);
      const choices = entries.bases.map((each) => {
        const radio = document.createElement("input");
        Object.assign(radio, { type: "radio", name: id, value: each.id });
        radio.addEventListener("change", () => setBasis(each.id));
        return make("label", "", radio, make("span", "", each.id));
      });
      by(id).append(make("div", "segments", ...choices), meaning);
    }

    /** @param {string} to */
    function setBasis(to) {
      basis = to;
      const meaning = entries.bases.find((each) => each.id === to)?.meaning ?? "";
      for (const each of all(".meaning")) each.textContent = meaning;
      for (const each of all(`.segments input[value="${to}"]`)) Object.assign(each, { checked: true });
      showResults();
    }

    for (const each of new Set(entries.models.map((model) => model.family).filter(Boolean))) {
      family.append(new Option(each));
    }
    by("edition").textContent =
      `Catalog ${entries.edition}, plm-ratios ${entries.version}. ` +
      `Where sequences are counted, one has ${entries.length} residues.`;
    addBasisChoice("list-basis");
    addBasisChoice("comparison-basis");
    setBasis(basis);

    search.addEventListener("input", showResults);
    family.addEventListener("change", showResults);
    search.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") move(event);
      if (event.key === "Enter" && search.value) all("#results .row")[0]?.click();
    });
    results.addEventListener("keydown", move);
    results.addEventListener("focusin", () => keepTabStop(document.activeElement?.parentElement ?? null));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && by("list-view").hidden) show("list-view");
    });
    for (const each of all("[data-show]")) {
      each.addEventListener("click", () => show(each.dataset.show ?? ""));
    }
    by("toggle").addEventListener("click", () => opened && toggle(opened));
    by("clear").addEventListener("click", () => {
      chosen.clear();
      showChosen();
      by("comparison-title").focus();
    });
    by("insert-comparison").addEventListener("click", () => {
      const names = Array.from(chosen.values(), (model) => model.name);
      insert(() => host.insertComparison(names, { basis }));
    });
  }

  return { start, fail, embedded };
})();
