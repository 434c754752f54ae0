import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { fileKinds, schemaPath } from "../../harness/catalogue/files/file-schemas.js";
import { jsonSchemaOf } from "../../harness/catalogue/files/json-schema.js";

/** The JSON Schemas that are shipped and are not what the decoders ask for any more. */
export function findStaleSchemas(): string[] {
  return fileKinds
    .filter((kind) => !isDeepStrictEqual(plain(jsonSchemaOf(kind)), shipped(schemaPath(kind))))
    .map((kind) => `${schemaPath(kind)}: is not as the decoder has it: scripts/tidy --fix`);
}

/** Writes them anew. */
export function writeSchemas(): never[] {
  for (const kind of fileKinds) {
    const path = schemaPath(kind);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(jsonSchemaOf(kind), undefined, 2)}\n`);
  }
  return [];
}

function shipped(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
