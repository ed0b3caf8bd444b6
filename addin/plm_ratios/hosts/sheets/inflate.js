// Takes apart what packing.py packed. Google Sheets has a library for it, but not where a cell is computed.
// The format is deflate, RFC 1951; the names are those of the standard.

/** The order in which the lengths of the code length codes stand: RFC 1951, section 3.2.7. */
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** From where on each length code and each distance code counts, and with how many bits more: section 3.2.5. */
const LENGTHS = steps(3, 28, (code) => (code < 8 ? 0 : (code >> 2) - 1)).concat([[258, 0]]);
const DISTANCES = steps(1, 30, (code) => (code < 4 ? 0 : (code >> 1) - 1));

/** @typedef {{mask: number, table: Uint16Array}} Huffman By the bits that come: the symbol x 16 + the length of its code. */

/**
 * @param {number} base
 * @param {number} codes
 * @param {(code: number) => number} bitsOf
 * @returns {[base: number, bits: number][]}
 */
function steps(base, codes, bitsOf) {
  /** @type {[number, number][]} */
  const found = [];
  for (let code = 0; code < codes; code += 1) {
    found.push([base, bitsOf(code)]);
    base += 1 << bitsOf(code);
  }
  return found;
}

/**
 * Where the reading is: the next byte, the bits that were read and not yet used, and how many; and what came out.
 * @typedef {{from: Uint8Array, place: number, held: number, holds: number, out: Uint8Array, end: number}} State
 */

/**
 * @param {string} text Base64.
 * @param {number} length Of what comes out, in bytes.
 * @returns {string} Of ASCII.
 */
function inflated(text, length) {
  const state = { from: bytesOf(text), place: 0, held: 0, holds: 0, out: new Uint8Array(length), end: 0 };
  for (let last = 0; !last; ) {
    last = bits(state, 1);
    const type = bits(state, 2);
    if (type === 0) stored(state);
    else if (type === 1) compressed(state, fixedCodes());
    else compressed(state, dynamicCodes(state));
  }
  return textOf(state.out);
}

/**
 * @param {State} state
 * @param {number} count
 */
function bits(state, count) {
  while (state.holds < count) {
    state.held |= state.from[state.place++] << state.holds; // beyond the end, nothing
    state.holds += 8;
  }
  const value = state.held & ((1 << count) - 1);
  state.held >>>= count;
  state.holds -= count;
  return value;
}

/** @param {State} state */
function stored(state) {
  bits(state, state.holds & 7);
  const count = bits(state, 16);
  bits(state, 16); // its complement
  for (let each = 0; each < count; each += 1) state.out[state.end++] = bits(state, 8);
}

/**
 * All the work is in here, so the state is in variables of its own: that halves the time.
 * @param {State} state
 * @param {[literals: Huffman, distances: Huffman]} codes
 */
function compressed(state, [literals, distances]) {
  const { from, out } = state;
  let { place, held, holds, end } = state;
  for (;;) {
    for (; holds < 20; holds += 8) held |= from[place++] << holds; // a code has at most 15 bits, and 5 or 13 more
    let code = literals.table[held & literals.mask];
    held >>>= code & 15;
    holds -= code & 15;
    const found = code >> 4;
    if (found < 256) {
      out[end++] = found;
      continue;
    }
    if (found === 256) break;
    const [length, more] = LENGTHS[found - 257];
    const count = length + (held & ((1 << more) - 1));
    for (held >>>= more, holds -= more; holds < 16; holds += 8) held |= from[place++] << holds;
    code = distances.table[held & distances.mask];
    for (held >>>= code & 15, holds -= code & 15; holds < 16; holds += 8) held |= from[place++] << holds;
    const [distance, further] = DISTANCES[code >> 4];
    const back = distance + (held & ((1 << further) - 1));
    held >>>= further;
    holds -= further;
    for (const stop = end + count; end < stop; end += 1) out[end] = out[end - back];
  }
  Object.assign(state, { place, held, holds, end });
}

/**
 * @param {State} state
 * @returns {[literals: Huffman, distances: Huffman]}
 */
function dynamicCodes(state) {
  const literals = bits(state, 5) + 257;
  const distances = bits(state, 5) + 1;
  const codes = bits(state, 4) + 4;
  const sizes = CODE_ORDER.map(() => 0);
  for (let each = 0; each < codes; each += 1) sizes[CODE_ORDER[each]] = bits(state, 3);
  const ofSizes = huffman(sizes);
  /** @type {number[]} */
  const found = [];
  while (found.length < literals + distances) {
    while (state.holds < 7) {
      state.held |= state.from[state.place++] << state.holds;
      state.holds += 8;
    }
    const code = ofSizes.table[state.held & ofSizes.mask];
    bits(state, code & 15);
    const size = code >> 4;
    const repeated = size === 16 ? found[found.length - 1] : size < 16 ? size : 0;
    const times = size < 16 ? 1 : size === 16 ? 3 + bits(state, 2) : size === 17 ? 3 + bits(state, 3) : 11 + bits(state, 7);
    for (let each = 0; each < times; each += 1) found.push(repeated);
  }
  return [huffman(found.slice(0, literals)), huffman(found.slice(literals))];
}

/** @returns {[literals: Huffman, distances: Huffman]} Of section 3.2.6. */
function fixedCodes() {
  const sizes = [];
  for (let code = 0; code < 288; code += 1) sizes.push(code < 144 ? 8 : code < 256 ? 9 : code < 280 ? 7 : 8);
  return [huffman(sizes), huffman(DISTANCES.map(() => 5))];
}

/**
 * @param {number[]} sizes The length of the code of each symbol; 0 where it has none.
 * @returns {Huffman}
 */
function huffman(sizes) {
  const most = Math.max(1, ...sizes);
  const table = new Uint16Array(1 << most);
  for (let size = 1, code = 0; size <= most; size += 1, code <<= 1) {
    sizes.forEach((each, symbol) => {
      if (each !== size) return;
      let reversed = 0; // the bits of a code come the other way round
      for (let bit = 0; bit < size; bit += 1) reversed |= ((code >> bit) & 1) << (size - 1 - bit);
      for (let at = reversed; at < table.length; at += 1 << size) table[at] = (symbol << 4) | size;
      code += 1;
    });
  }
  return { mask: table.length - 1, table };
}

/** @param {string} text Base64. */
function bytesOf(text) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const values = new Uint8Array(128);
  for (let each = 0; each < letters.length; each += 1) values[letters.charCodeAt(each)] = each;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  for (let each = 0, end = 0; each < text.length; each += 4) {
    let value = 0;
    for (let of = 0; of < 4; of += 1) value = (value << 6) | values[text.charCodeAt(each + of) & 127];
    bytes[end++] = value >> 16;
    bytes[end++] = value >> 8;
    bytes[end++] = value;
  }
  return bytes;
}

/** @param {Uint8Array} bytes Of ASCII. */
function textOf(bytes) {
  const parts = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    const some = /** @type {any} */ (bytes.subarray(start, start + 8192)); // ten times as fast as an Array of it
    parts.push(String.fromCharCode.apply(null, some));
  }
  return parts.join("");
}
