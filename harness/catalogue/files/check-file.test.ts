import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { messageOf, UsageError } from "../../model/errors.js";
import { readJson } from "../read-json.js";
import { listScenarios } from "../scenario.js";
import { scenariosFolder } from "../places.js";
import { checkFile } from "./check-file.js";
import { fileKinds, kindOf, schemaPath } from "./file-schemas.js";
import { jsonSchemaOf } from "./json-schema.js";

const folder = mkdtempSync(join(tmpdir(), "check-file-"));
const path = join(folder, "x.jsonc");

test.after(() => rmSync(folder, { recursive: true }));

async function wrong(text: string): Promise<string[]> {
  writeFileSync(path, text);
  const thrown: unknown = await checkFile(path).catch((error: unknown) => error);
  assert.instance(thrown, UsageError);
  return messageOf(thrown).replaceAll(`${path}:`, "").split("\n");
}

test("what stands in the catalogue is right, and of its kind", async () => {
  const files = { resize: "scenario", "targets/reference": "target", "devices/trash": "device" };
  for (const [name, kind] of Object.entries(files)) {
    const checked = await checkFile(join(scenariosFolder, `${name}.json`));
    assert.is(checked.kind, kind);
  }
});

test("each wrong field is told with line, column, path, what was expected and found", async () => {
  const device = '{\n  "about": "",\n  "atomicBytes": 1000,\n  "orderd": true,\n}';
  assert.equal(await wrong(device), [
    '2:3: about: Too small: expected string to have >=1 characters, found ""',
    "3:3: atomicBytes: expected a power of two, found 1000",
    "1:1: ordered: expected boolean, found nothing",
    "1:1: trashOnTear: expected boolean, found nothing",
    '4:3: orderd: unknown key; did you mean "ordered"?',
  ]);
  const known = '{ "extends": "resize",\n "known": [\n  { "why": "x", "clas": "lost" } ] }';
  const said = await wrong(known);
  assert.ok(
    said.some((line) => /^3:\d+: known\[0\]\.clas: .*"class"\?$/.test(line)),
    said.join(),
  );
  assert.ok(said.some((line) => /^3:\d+: known\[0\]\.step: expected string/.test(line)));
});

test("what only the whole can tell is told with its place, too", async () => {
  const [said] = await wrong('{ "extends": "resize",\n "holds": { "keeps": ["NONE"] } }');
  assert.is(said, '2:13: holds.keeps: no partition is named "NONE"');
  const fixture =
    '{ "extends": "resize",\n "fixture": { "diskMiB": 4, "seed": "x",\n "partitions": [';
  const [far = ""] = await wrong(`${fixture}\n { "number": 1, "sizeMiB": 9 } ] } }`);
  assert.match(far, /^4:2: fixture\.partitions\[0\]: expected an end of at most 3 MiB/);
});

test("each stored file names the schema of its kind, for editors", () => {
  const folders = {
    scenario: ["", "parity"],
    target: ["targets"],
    device: ["devices"],
    night: ["nights"],
  };
  const others = ["parity.json"];
  for (const kind of fileKinds) {
    const paths = folders[kind].flatMap((name) =>
      readdirSync(join(scenariosFolder, name))
        .filter((file) => file.endsWith(".json") && !others.includes(file))
        .map((file) => join(scenariosFolder, name, file)),
    );
    assert.ok(paths.length > 0, kind);
    for (const each of paths) {
      const { $schema = "" } = JSON.parse(readFileSync(each, "utf8")) as { $schema?: string };
      assert.is(join(dirname(each), $schema), schemaPath(kind), each);
    }
  }
});

test("a program that is not there is a notice", async () => {
  const target = { about: "x", program: ["./none"], stepNames: ["run"], steps: [] };
  writeFileSync(path, JSON.stringify({ ...target, missing: "make none" }));
  const { kind, notices } = await checkFile(path);
  assert.is(kind, "target");
  assert.match(notices.join(), "make none");
});

test("the kind is told by the schema that is named, else by the keys", () => {
  assert.is(kindOf({ $schema: "./a/target.schema.json" }), "target");
  assert.is(kindOf({ about: "x", stepNames: [], pogram: [] }), "target");
  assert.is(kindOf({ ordered: true }), "device");
  assert.is(kindOf({ about: "x" }), "scenario");
});

test("the schemas that are shipped are those of the decoders", () => {
  for (const kind of fileKinds) {
    const shipped = JSON.parse(JSON.stringify(jsonSchemaOf(kind))) as { $schema?: string };
    const { $schema = "", ...rest } = shipped;
    assert.match($schema, "2020-12");
    assert.equal(readJson(schemaPath(kind)), rest);
  }
});

test("the scenario's schema knows the fields of a file", () => {
  const { properties } = jsonSchemaOf("scenario") as { properties: object };
  for (const name of ["$schema", "disk", "target", "extends", "fixture", "holds", "known"]) {
    assert.ok(Object.hasOwn(properties, name), name);
  }
  assert.ok(listScenarios().every((name) => !name.startsWith("schemas/")));
});

test.run();
