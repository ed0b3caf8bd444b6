// Numbers as sentences say them, in the very digits that Python writes.

/** @type {[number, string][]} */
const SCALES = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

/**
 * A text with its slots filled: "{what}" by slots.what. Other braces stay.
 * @param {string} text
 * @param {Record<string, string>} slots
 */
function fill(text, slots) {
  return text.replace(/\{(\w+)\}/g, (slot, name) => {
    const found = lookUp(slots, name);
    return found === undefined ? slot : name === "cell" ? shown(found) : found;
  });
}

const LONGEST_SHOWN = 100; // characters of what somebody typed, inside a sentence

/**
 * What somebody typed, as a sentence shows it: the beginning of a long text, and "…".
 * @param {string} typed
 */
function shown(typed) {
  const letters = [...typed];
  return letters.length <= LONGEST_SHOWN ? typed : `${letters.slice(0, LONGEST_SHOWN).join("")}…`;
}

/**
 * The same, with sentences where the text has the slot {remarks}: it is a sentence of its own.
 * @param {string} text
 * @param {Record<string, string>} slots
 * @param {string[]} remarks
 */
function fillWith(text, slots, remarks) {
  return fill(text.replace(" {remarks}", remarks.length ? " {remarks}" : ""), {
    ...slots,
    remarks: remarks.join(" "),
  });
}

/**
 * A number as people say it, to three digits: 21.1 billion.
 * @param {number} number
 */
function human(number) {
  const scale = SCALES.find(([least]) => number >= least);
  return scale ? `${threeDigits(number / scale[0])} ${scale[1]}` : threeDigits(number);
}

/** @param {number} number */
function threeDigits(number) {
  return number >= 999.5 ? whole(number) : general(number, 3);
}

/**
 * Python's {:,.0f}: no decimals, thousands marked, halves to even.
 * @param {number} number >= 0
 */
function whole(number) {
  if (!Number.isFinite(number)) return "inf";
  const below = Math.floor(number);
  const up = number - below > 0.5 || (number - below === 0.5 && below % 2 === 1);
  const digits = String(BigInt(below + (up ? 1 : 0)));
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Python's {:.6g}, or with another number of digits.
 * @param {number} number
 * @param {number} count
 */
function general(number, count) {
  if (!Number.isFinite(number)) return number < 0 ? "-inf" : "inf";
  // toPrecision() rounds halves up, Python to even: so we take all digits that there are, and round them.
  const [all, power] = Math.abs(number).toExponential(100).split("e");
  const digits = all.replace(".", "");
  const rest = digits.slice(count);
  const half = "5".padEnd(rest.length, "0");
  const up = rest > half || (rest === half && Number(digits[count - 1]) % 2 === 1);
  const rounded = String(Number(digits.slice(0, count)) + (up ? 1 : 0)).padStart(count, "0");
  const exponent = Number(power) + rounded.length - count;
  const kept = rounded.replace(/0+$/, "");
  const sign = number < 0 ? "-" : "";
  if (exponent < -4 || exponent >= count) return sign + scientific(kept, exponent);
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${kept}`;
  const fraction = kept.slice(exponent + 1);
  const whole = kept.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return sign + whole + (fraction && `.${fraction}`);
}

/**
 * "123" and -7 are 1.23e-07.
 * @param {string} digits
 * @param {number} exponent
 */
function scientific(digits, exponent) {
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${digits[0]}${digits.length > 1 ? "." : ""}${digits.slice(1)}e${exponent < 0 ? "-" : "+"}${power}`;
}

/**
 * A cell inside a sentence, as Python writes it: 42, True.
 * @param {Cell} cell
 */
function pythonText(cell) {
  if (typeof cell === "boolean") return cell ? "True" : "False";
  if (typeof cell === "number") return general(cell, 15);
  return cell instanceof CellError ? cell.text : String(cell);
}

/** @param {string[]} sentences */
function joined(...sentences) {
  return sentences.filter(Boolean).join(" ");
}
