/**
 * Finds models by what somebody types.
 *
 * @typedef {{basis: string, value: number | null, shown: string, verdict: string, why: string,
 *   source: string, url: string}} PlmRatio
 * @typedef {{id: string, name: string, family: string, kind: string, objective: string, released: string,
 *   aliases: string[], parameters: {shown: string, source: string, url: string}, ratios: PlmRatio[],
 *   own: boolean}} PlmModel
 */
const plmSearch = (() => {
  const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
  const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\u1680\\u2028\\u2029";
  const IGNORED = new RegExp(`[_\\-\\u2010-\\u2015\\u2212${SPACES}]`, "g");
  const QUOTES = "[\"'`\\u2018-\\u201f\\u2039\\u203a\\u00ab\\u00bb\\u2032\\u300c\\u300d]+";
  const AROUND = new RegExp(`^${QUOTES}|${QUOTES}$`, "g");
  const MOST_NEAREST = 4;
  const ALIKE = 0.3; // less in common is no resemblance

  /** A name as lookups compare it, as catalog/folding.py does. @param {string} name */
  const fold = (name) => {
    const visible = name.normalize("NFKC").replace(INVISIBLE, "");
    return visible.replace(IGNORED, "").replace(AROUND, "").toLowerCase();
  };

  /** @param {PlmModel} model */
  const namesOf = (model) => [model.name, model.id, ...model.aliases].map(fold);

  /**
   * The models that somebody may mean: each word of the query is part of a name, an alias or the family.
   * Whole names come first, then those that begin so, then the rest in the order of the catalog.
   * @param {PlmModel[]} models @param {string} query
   */
  function find(models, query) {
    const whole = fold(query);
    const words = query.split(/\s+/).map(fold);
    /** @param {PlmModel} model */
    const rank = (model) => {
      const names = namesOf(model);
      if (names.includes(whole)) return 0;
      if (names.some((name) => name.startsWith(whole))) return 1;
      const known = [...names, fold(model.family)];
      /** @param {string} part */
      const within = (part) => known.some((name) => name.includes(part));
      return within(whole) || words.every(within) ? 2 : 3;
    };
    const ranked = models.map((model) => ({ model, rank: rank(model) })).filter((each) => each.rank < 3);
    return ranked.sort((one, other) => one.rank - other.rank).map((each) => each.model);
  }

  /** @param {string} name */
  const pairsOf = (name) => new Set(Array.from(name.slice(1), (letter, at) => name[at] + letter));

  /**
   * The models whose names have most pairs of letters in common with a query that found nothing.
   * @param {PlmModel[]} models @param {string} query
   */
  function nearest(models, query) {
    const asked = pairsOf(fold(query));
    /** @param {string} name */
    const alike = (name) => {
      const pairs = pairsOf(name);
      return (2 * [...asked].filter((pair) => pairs.has(pair)).length) / (asked.size + pairs.size || 1);
    };
    return models
      .map((model) => ({ model, alike: Math.max(...namesOf(model).map(alike)) }))
      .filter((each) => each.alike > ALIKE)
      .sort((one, other) => other.alike - one.alike)
      .slice(0, MOST_NEAREST)
      .map((each) => each.model);
  }

  return { fold, find, nearest };
})();
