// What the services of Apps Script check of what they are given, in our stand-in for them.

/** An enumeration, or a service: what it has not, it refuses. */
export function strict(name, members) {
  return new Proxy(members, {
    get(target, member) {
      if (typeof member === "string" && !(member in target)) throw new Error(`${name} has no ${member}`);
      return target[member];
    },
  });
}

export function kind(value, wanted, what) {
  if (typeof value !== wanted) throw new Error(`${what}: ${wanted} expected, not ${typeof value} ${value}`);
}

export function whole(value, what) {
  if (!Number.isInteger(value)) throw new Error(`${what}: Integer expected, not ${value}`);
}

export function color(value) {
  if (!/^#[0-9A-Fa-f]{6}$/.test(value)) throw new Error(`Not a colour: ${value}`);
}

export function oneOf(value, values, what) {
  if (!values.includes(value)) throw new Error(`${what}: ${value} is none of ${values.join(", ")}`);
}

export const BORDER_STYLE = strict("BorderStyle", { SOLID: "SOLID" });
export const WRAP = strict("WrapStrategy", { WRAP: "WRAP", OVERFLOW: "OVERFLOW", CLIP: "CLIP" });
export const POSITION = strict("Position", { TOP: "TOP", NONE: "NONE" });
export const MERGE = strict("ChartMergeStrategy", {
  MERGE_COLUMNS: "MERGE_COLUMNS",
  MERGE_ROWS: "MERGE_ROWS",
});
