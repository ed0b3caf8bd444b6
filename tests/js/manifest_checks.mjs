// What Microsoft's own programs make of the manifest of an add-in, without a network.
//
//     node manifest_checks.mjs manifest.xml custom-functions-meta.json
//
// Writes {"read": what office-addin-manifest reads, "unified": the same add-in as a unified manifest, made
// by office-addin-manifest-converter, "wrong": what Microsoft's JSON schemas hold against that, by version,
// "wrongArguments": what the schema of arguments and of the words offered for them holds against the functions}.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { convert } from "office-addin-manifest-converter";
import { OfficeAddinManifest } from "office-addin-manifest";

const SCHEMAS = ["1.24", "1.29"]; // of unified manifests; older ones know no message for the start
const KNOWS_OFFERED_WORDS = "DevPreview"; // no numbered schema does so far
// The schemas come with a checker that understands them, in @microsoft/app-manifest.
const find = createRequire(createRequire(import.meta.url).resolve("@microsoft/app-manifest/package.json"));
const Ajv = find("ajv-draft-04");
const addFormats = find("ajv-formats");

const { log } = console;
console.log = () => {}; // the converter tells of its progress
const folder = mkdtempSync(join(tmpdir(), "manifest-"));
try {
  const read = await OfficeAddinManifest.readManifestFile(process.argv[2]);
  await convert(process.argv[2], folder);
  const unified = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const schemas = join(
    dirname(find.resolve("@microsoft/app-manifest/package.json")),
    "build/json-schemas/teams",
  );
  /** The checker of a schema, or of one definition in it. @param {string} version @param {string} [part] */
  const checkOf = (version, part) => {
    const schema = JSON.parse(readFileSync(join(schemas, `v${version}/MicrosoftTeams.schema.json`), "utf8"));
    const options = { allErrors: true, strictTypes: false };
    const checker = addFormats(new Ajv(options), ["uri", "email", "regex"]).addSchema(schema, "manifest");
    return checker.getSchema(part ? `manifest#/definitions/${part}` : "manifest");
  };
  /** What a checker holds against a value. @param {any} check @param {any} value @returns {string[]} */
  const against = (check, value) => {
    check(value);
    return (check.errors ?? []).map(
      (/** @type {{instancePath: string, message: string}} */ error) =>
        `${error.instancePath} ${error.message}`,
    );
  };
  /** @type {Record<string, string[]>} */
  const wrong = {};
  for (const version of SCHEMAS) {
    wrong[version] = against(checkOf(version), {
      ...unified,
      $schema: undefined,
      manifestVersion: version,
    });
  }
  const { functions, enums } = JSON.parse(readFileSync(process.argv[3], "utf8"));
  const words = checkOf(KNOWS_OFFERED_WORDS, "enum");
  const parameter = checkOf(KNOWS_OFFERED_WORDS, "extensionFunctionParameter");
  const wrongArguments = [
    ...enums.flatMap((/** @type {any} */ each) => against(words, each)),
    ...functions.flatMap((/** @type {any} */ each) =>
      each.parameters.flatMap((/** @type {any} */ one) => against(parameter, one)),
    ),
  ];
  log(JSON.stringify({ read, unified, wrong, wrongArguments }));
} finally {
  rmSync(folder, { recursive: true });
}
