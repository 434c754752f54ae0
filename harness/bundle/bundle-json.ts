import { z } from "zod";
import { DecodeError } from "../model/errors.js";
import { decodeVersion } from "../store/codec.js";
import { mostDiskBytes, mostUnpackedBytes } from "./archive/limits.js";

/** Raise it when a field is removed, changes its meaning, or must be there and was not before. */
export const bundleVersion = 1;

/** All that a bundle may have beside bundle.json: no name has a folder or begins with a dot. */
const fileName = /^(?:[a-z][a-z0-9-]{0,40}\.(?:md|txt|json|jsonl|pages|img)|[\da-f]{64}\.delta)$/;

const fileSchema = z.strictObject({
  name: z.string().regex(fileName, "is no name of a bundle's file"),
  /** As it lies in the archive. */
  bodyBytes: z.number().int().min(0).max(mostUnpackedBytes),
  sha256: z.string().regex(/^[\da-f]{64}$/),
  /** Of a disk image: its size, holes and all. */
  diskBytes: z.number().int().positive().max(mostDiskBytes).optional(),
});

/** bundle.json, the first file of a bundle: what is in it, before anything is unpacked. */
const bundleSchema = z.strictObject({
  version: z.literal(bundleVersion),
  /** The case; of a public bundle without the names of the user's. */
  id: z.string(),
  /** `whole`: all of the case; `public`: without names and content of the user's files. */
  kind: z.enum(["whole", "public"]),
  /** The program under test: its name, and which one it was. */
  program: z.strictObject({
    name: z.string(),
    sha256: z.string().optional(),
    version: z.string().optional(),
  }),
  /** The crash image in the bundle, and after which crash it was; absent where it is left out. */
  image: z
    .strictObject({
      name: z.string(),
      crash: z.number().int().positive(),
      /** `structure`: of a public bundle, with nothing but tables. */
      content: z.enum(["whole", "no fixture content", "structure"]),
    })
    .optional(),
  /** The image that the case was run on. */
  base: z.strictObject({
    /** As case.json has it. */
    digest: z.string(),
    sizeBytes: z.number().int().positive(),
    /** It is in the bundle, it is built from the scenario's recipe, or it is left out. */
    origin: z.enum(["in the bundle", "built", "left out"]),
  }),
  /** The command and all that was said of it, where the case was made with --disk. */
  job: z.record(z.string(), z.unknown()).optional(),
  files: z.array(fileSchema),
});

export type BundleJson = z.infer<typeof bundleSchema>;
export type BundleFile = z.infer<typeof fileSchema>;

const bundleFormat = {
  schema: bundleSchema,
  version: bundleVersion,
  advice: "Use the crashpoint that wrote it",
};

/** The text of bundle.json. */
export function encodeBundle(bundle: BundleJson): string {
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}

/** Decodes bundle.json, its version first. Throws DecodeError with the field. */
export function decodeBundle(bytes: Uint8Array): BundleJson {
  const bundle = decodeVersion(bundleFormat, bytes, "bundle.json");
  const names = new Set(bundle.files.map(({ name }) => name));
  if (names.size < bundle.files.length || names.has("bundle.json")) {
    throw new DecodeError("bundle.json: files", "a name stands there twice");
  }
  return bundle;
}
