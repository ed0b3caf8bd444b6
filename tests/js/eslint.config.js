import js from "@eslint/js";
import globals from "globals";

// Scripts share one global scope, in a task pane as in Apps Script: what one file defines, another uses.
// TypeScript checks those names (npm run types); ESLint cannot.
const script = { sourceType: "script", ecmaVersion: 2022 };

export default [
  js.configs.recommended,
  { rules: { eqeqeq: "error", "prefer-const": "error", "no-var": "error", curly: ["error", "multi-line"] } },
  {
    files: ["addin/plm_ratios/{hosts/pane,hosts/server,site}/**/*.js"],
    languageOptions: { ...script, globals: globals.browser },
    rules: { "no-undef": "off", "no-unused-vars": ["error", { vars: "local" }] },
  },
  {
    files: ["addin/plm_ratios/hosts/sheets/**/*.js", "tests/hosts/*.js"],
    languageOptions: script,
    rules: { "no-undef": "off", "no-unused-vars": ["error", { vars: "local" }] },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
