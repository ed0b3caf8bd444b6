// Stands in for xlwings Lite inside Excel: Python in the browser, xlwings' own entry points for it, and as much
// of Office as the JavaScript of xlwings asks for. Nothing of plm-ratios is here.
"use strict";

globalThis.registered = new Map();
globalThis.config = { onWasm: true };
globalThis.xlwings = { getCultureInfoName: async () => "en-US", getDateFormat: async () => "m/d/yyyy" };
globalThis.CustomFunctions = {
  associate: (id, call) => registered.set(id, call),
  Error: class extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  },
  ErrorCode: { invalidValue: "#VALUE!" },
};
globalThis.Office = {
  onReady: async (ready) => ready?.({ host: "Excel" }),
  context: { requirements: { isSetSupported: () => true } },
};
globalThis.Excel = {
  RequestContext: class {
    workbook = { load() {}, name: "Book1" };
    async sync() {}
  },
};

// Starts Python with xlwings, and a workbook whose files are `main` and, where one is named, a wheel that the
// add-in would have installed. `personal` are modules of the person who opens it, by their names. Lite's own
// program is not public: that it imports them and takes what is decorated is what its documentation says.
globalThis.start = async ({ main, wheel, personal }) => {
  const { loadPyodide } = await import("/pyodide/pyodide.mjs");
  const python = await loadPyodide({ indexURL: "/pyodide/" });
  const site = python.runPython("import site; site.getsitepackages()[0]");
  for (const archive of ["/xlwings.zip", ...(wheel ? [wheel] : [])]) {
    const response = await fetch(archive);
    python.unpackArchive(await response.arrayBuffer(), "zip", { extractDir: site });
  }
  for (const file of ["config.py", "wasm_runtime.py"]) {
    const response = await fetch(`/runtime/${file}`);
    python.FS.writeFile(file, await response.text());
  }
  python.FS.mkdir("/personal");
  for (const [name, text] of Object.entries(personal)) python.FS.writeFile(`/personal/${name}.py`, text);
  python.runPython("import sys; sys.path.insert(0, '/personal')");
  python.FS.writeFile("main.py", main);
  const modules = ["main", ...Object.keys(personal)];
  python.FS.writeFile("custom_functions.py", modules.map(decorated).join(""));
  python.FS.writeFile("custom_scripts.py", "from custom_functions import *");
  python.runPython("import os; os.environ['XLWINGS_LICENSE_KEY'] = 'noncommercial'"); // we, the testers, are
  python.runPython(python.FS.readFile("wasm_runtime.py", { encoding: "utf8" }));
  globalThis.python = python;
  globalThis.wasmCustomFunctionsCall = python.globals.get("custom_functions_call");

  const meta = python.globals.get("custom_functions_meta")(main);
  for (const name of Object.keys(personal)) {
    const described = `import ${name}, json; json.dumps(xlwings.server.custom_functions_meta(${name}))`;
    const more = JSON.parse(python.runPython(described));
    meta.functions.push(...more.functions);
    meta.enums = [...(meta.enums ?? []), ...(more.enums ?? [])];
  }
  const script = document.createElement("script");
  script.textContent = await (await fetch("/custom-functions-code.js")).text();
  document.head.append(script); // defines base(), which every function calls with what it is
  for (const { id } of meta.functions) {
    const what = { funcName: id, isStreaming: false, isCached: false, callerScoped: false };
    CustomFunctions.associate(id, (...args) => base(what, ...args));
  }
  return { meta, ids: meta.functions.map(({ id }) => id), version: python.runPython("import sys; sys.version") };
};

// Python that takes the functions and scripts of a module, and nothing else of it.
const decorated = (name) => `
import ${name}
for key, value in vars(${name}).items():
    if hasattr(value, "__xlfunc__") or hasattr(value, "__xlscript__"):
        globals()[key] = value
`;

// Calls functions as Excel does: every argument a matrix, null where it is left out.
globalThis.answer = async (calls) => {
  const answers = [];
  for (const [id, args] of calls) {
    try {
      answers.push(await registered.get(id)(...args, { address: "Sheet1!A1", parameterAddresses: [] }));
    } catch (error) {
      answers.push({ thrown: error.message });
    }
  }
  return answers;
};

// Runs a script over a book, and gives what it asks Excel to do, and what it printed.
globalThis.runScript = async ([name, book]) => {
  const printed = [];
  python.setStdout({ batched: (line) => printed.push(line) });
  const answer = await python.globals.get("custom_scripts_call")(book, name);
  return { ...answer, printed };
};
