/** Searches and sorts the table of models. Without it the table is whole, in the order of the catalog. */
(() => {
  const NUMBER = "n";

  /** @param {string} id */
  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const form = /** @type {HTMLFormElement} */ (byId("search"));
  const query = /** @type {HTMLInputElement} */ (byId("query"));
  const kind = /** @type {HTMLSelectElement} */ (byId("kind"));
  const found = byId("found");
  const nearest = byId("nearest");
  const table = /** @type {HTMLTableElement} */ (byId("models"));
  const body = table.tBodies[0];
  const heads = [...table.querySelectorAll("thead th")];

  /** @param {HTMLTableRowElement} row */
  const asModel = (row) => ({
    id: row.dataset.id || "",
    name: (row.querySelector("a") || row).textContent || "",
    family: row.dataset.words || "",
    aliases: /** @type {string[]} */ (JSON.parse(row.dataset.aliases || "[]")),
    row,
    kind: row.dataset.kind || "",
    objective: "", released: "", parameters: { shown: "", source: "", url: "" }, ratios: [], own: false,
  });
  const models = [...body.rows].map(asModel);
  let ordered = models;
  let isSorted = false;

  const show = () => {
    const typed = query.value.trim();
    const ofKind = ordered.filter((model) => !kind.value || model.kind === kind.value);
    const ranked = typed ? plmSearch.find(ofKind, typed) : ofKind;
    const matching = new Set(/** @type {typeof models} */ (ranked));
    // The best matches come first, unless somebody has asked for another order.
    const first = isSorted || !typed ? ofKind.filter((model) => matching.has(model)) : [...matching];
    models.forEach((model) => { model.row.hidden = !matching.has(model); });
    body.append(...first.map((model) => model.row));
    const all = `${models.length} models`;
    found.textContent = first.length === models.length ? all : `${first.length} of ${all}`;
    suggest(first.length ? [] : /** @type {typeof models} */ (plmSearch.nearest(ofKind, typed)));
    remember(typed);
  };

  /** What may have been meant, where nothing was found. @param {typeof models} near */
  const suggest = (near) => {
    nearest.hidden = !near.length;
    nearest.textContent = "Nearest: ";
    near.forEach((model, at) => {
      const link = /** @type {HTMLAnchorElement} */ (model.row.querySelector("a"));
      nearest.append(at ? ", " : "", link.cloneNode(true));
    });
  };

  /** The search stands in the address, so that it can be linked. @param {string} typed */
  const remember = (typed) => {
    const said = new URLSearchParams();
    if (typed) said.set("q", typed);
    if (kind.value) said.set("kind", kind.value);
    history.replaceState(null, "", String(said) ? `#${said}` : location.pathname + location.search);
  };

  const recall = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    query.value = said.get("q") || "";
    kind.value = said.get("kind") || "";
    show();
  };

  /** @param {Element} head @param {number} column */
  const sortable = (head, column) => {
    const isNumber = head.classList.contains(NUMBER);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    /** @param {typeof models[number]} model */
    const valueOf = (model) => {
      const cell = model.row.cells[column];
      return isNumber ? cell.dataset.value || "" : (cell.textContent || "").trim();
    };
    button.addEventListener("click", () => {
      const descends = head.getAttribute("aria-sort") === (isNumber ? null : "ascending");
      const sign = descends ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descends ? "descending" : "ascending");
      isSorted = true;
      ordered = [...ordered].sort((one, other) => {
        const [a, b] = [valueOf(one), valueOf(other)];
        if (!a || !b) return Number(!a) - Number(!b); // what is not known comes last
        return sign * (isNumber ? Number(a) - Number(b) : a.localeCompare(b, "en", { numeric: true }));
      });
      show();
    });
  };

  heads.forEach(sortable);
  form.addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("input", show);
  kind.addEventListener("change", show);
  window.addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();
