// What Microsoft's own programs make of the manifest of an add-in, without a network.
//
//     node manifest_checks.mjs manifest.xml
//
// Writes {"read": what office-addin-manifest reads, "unified": the same add-in as a unified manifest, made
// by office-addin-manifest-converter, "wrong": what Microsoft's JSON schemas hold against that, by version}.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { convert } from "office-addin-manifest-converter";
import { OfficeAddinManifest } from "office-addin-manifest";

const SCHEMAS = ["1.24", "1.29"]; // of unified manifests; older ones know no message for the start
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
  /** @type {Record<string, string[]>} */
  const wrong = {};
  for (const version of SCHEMAS) {
    const schema = readFileSync(join(schemas, `v${version}/MicrosoftTeams.schema.json`), "utf8");
    const checker = addFormats(new Ajv({ allErrors: true, strictTypes: false }), ["uri", "email", "regex"]);
    const check = checker.compile(JSON.parse(schema));
    check({ ...unified, $schema: undefined, manifestVersion: version });
    wrong[version] = (check.errors ?? []).map(
      (/** @type {{instancePath: string, message: string}} */ error) =>
        `${error.instancePath} ${error.message}`,
    );
  }
  log(JSON.stringify({ read, unified, wrong }));
} finally {
  rmSync(folder, { recursive: true });
}
