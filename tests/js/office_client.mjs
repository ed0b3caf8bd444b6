// Calls functions as Excel does: by the add-in's own JavaScript, as the server serves it, over HTTP.
//
//     node office_client.mjs http://127.0.0.1:8000 < calls > answers
//
// A call, one a line, is {"f": function, "a": arguments} in the writing of tests/golden/generate.py;
// beside that {"date": 45351.5} is a cell with a date, {"null": true} a blank that Excel tells as null,
// and "runtime": "1.3" in a call an older Excel. An answer is {"r": rows, "posts": requests made} in the
// order of the calls, or {"thrown": message, "code": error value, "posts": ...}. What the add-in looks for
// in Excel is stubbed: no more than its script asks for.

import { createInterface } from "node:readline";
import vm from "node:vm";

const server = process.argv[2];
const AT_ONCE = 8;

/** Excel's names of error values. */
const KINDS = {
  "#DIV/0!": "Div0",
  "#N/A": "NotAvailable",
  "#NAME?": "Name",
  "#NULL!": "Null",
  "#NUM!": "Num",
  "#REF!": "Ref",
  "#VALUE!": "Value",
  "#SPILL!": "Spill",
  "#CALC!": "Calc",
};
const TEXTS = Object.fromEntries(Object.entries(KINDS).map(([text, kind]) => [kind, text]));

class CustomFunctionsError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** An Excel in which the add-in's script runs. @param {string} code @param {string} runtime */
function excel(code, runtime) {
  /** @type {Record<string, Function>} */
  const registered = {};
  /** @type {Map<string, number>} by the cell that asks */
  const posts = new Map();
  const request = {
    /**
     * @param {string} address @param {{caller_address: string}} body
     * @param {{headers: Record<string, string>}} options
     */
    async post(address, body, { headers }) {
      posts.set(body.caller_address, (posts.get(body.caller_address) ?? 0) + 1);
      const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await response.text();
      const isJson = (response.headers.get("content-type") ?? "").includes("application/json");
      const data = isJson ? JSON.parse(text) : text;
      if (response.ok) return { data };
      throw Object.assign(new Error(`status ${response.status}`), {
        response: { status: response.status, statusText: response.statusText, data },
      });
    },
  };
  const host = { host: "Excel", platform: "OfficeOnline" };
  const globals = {
    console: { error() {}, log() {}, info() {} },
    crypto,
    setTimeout,
    window: { location: { origin: server } },
    config: {
      customFunctionsMaxRetries: 3,
      customFunctionsRetryCodes: [500, 502, 503, 504],
      requestTimeout: 60,
      onWasm: false,
    },
    xwRequest: request,
    xlwings: { getCultureInfoName: async () => "en-US", getDateFormat: async () => "m/d/yyyy" },
    getAuth: async () => ({ token: "", provider: "" }),
    Office: {
      /** @param {(info: object) => void} [then] */
      async onReady(then) {
        then?.(host);
        return host;
      },
      context: {
        requirements: {
          /** @param {string} set @param {string} version */
          isSetSupported: (set, version) => set !== "CustomFunctionsRuntime" || version <= runtime,
        },
      },
    },
    Excel: {
      RequestContext: class {
        workbook = { name: "Book1.xlsx", load() {} };
        async sync() {}
      },
    },
    CustomFunctions: {
      /** @param {string} id @param {Function} call */
      associate(id, call) {
        registered[id] = call;
      },
      Error: CustomFunctionsError,
      ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A" },
    },
  };
  vm.runInContext(code, vm.createContext(Object.assign(globals, { globalThis: globals })));
  return { registered, /** @param {string} cell */ posts: (cell) => posts.get(`[Book1.xlsx]${cell}`) };
}

/** A cell as Excel hands it to a custom function. @param {any} value */
function cell(value) {
  if (value === null) return "";
  if (typeof value !== "object") return value;
  if (value.null) return null;
  if (value.date !== undefined) {
    return { type: "FormattedNumber", basicType: "Double", basicValue: value.date, numberFormat: "m/d/yyyy" };
  }
  if (value.error) {
    const errorType = KINDS[/** @type {keyof typeof KINDS} */ (value.error)] ?? "Field";
    return { type: "Error", basicType: "Error", basicValue: value.error, errorType };
  }
  return value;
}

/**
 * A matrix, or a text where the add-in says so, and null where it is left out.
 * @param {any} value @param {{dimensionality: string}} declared
 */
function argument(value, { dimensionality }) {
  if (value?.omitted) return null;
  if (dimensionality === "scalar") return typeof value === "boolean" ? `${value}`.toUpperCase() : `${cell(value)}`;
  if (value?.range) return value.range.map((/** @type {any[]} */ row) => row.map(cell));
  return [[cell(value)]];
}

/** What the cell shows. @param {any} value */
function shown(value) {
  if (value?.type === "Error") return { error: TEXTS[value.errorType] ?? value.errorType };
  return value;
}

const text = async (/** @type {string} */ path) => {
  const response = await fetch(server + path);
  if (!response.ok) throw new Error(`${path} gives ${response.status}`);
  return response.text();
};
const code = await text("/xlwings/custom-functions-code.js");
/** @type {{functions: {id: string, parameters: {dimensionality: string}[]}[]}} */
const metadata = JSON.parse(await text("/xlwings/custom-functions-meta.json"));

const excels = Object.fromEntries(["1.3", "1.4"].map((runtime) => [runtime, excel(code, runtime)]));

/** @param {{f: string, a: any[], runtime?: string, offered?: boolean}} call @param {string} address */
async function answered({ f, a, runtime = "1.4", offered }, address) {
  const { registered, posts } = excels[runtime];
  if (offered) return { registered: Object.keys(registered), metadata };
  const declared = metadata.functions.find((each) => each.id === f)?.parameters ?? [];
  const given = declared.map((each, place) =>
    argument(place < a.length ? a[place] : { omitted: true }, each),
  );
  try {
    /** @type {any[][]} */
    const rows = await registered[f](...given, { address, parameterAddresses: [] });
    return { r: rows.map((row) => row.map(shown)), posts: posts(address) };
  } catch (error) {
    const { message, code: value } = /** @type {CustomFunctionsError} */ (error);
    return { thrown: message, code: value, posts: posts(address) };
  }
}

const calls = [];
for await (const line of createInterface({ input: process.stdin })) calls.push(JSON.parse(line));
/** @type {object[]} */
const answers = Array(calls.length);
let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < calls.length) {
      const place = next++;
      answers[place] = await answered(calls[place], `Sheet1!A${place + 1}`);
    }
  }),
);
for (const answer of answers) process.stdout.write(`${JSON.stringify(answer)}\n`);
