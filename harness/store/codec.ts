import { z } from "zod";
import { DecodeError, messageOf } from "../model/errors.js";
import { endSchema, type EndRecord } from "./end-record.js";
import { formatVersion } from "./format-version.js";
import { goldenSchema, type GoldenRecord } from "./golden-record.js";
import { caseSchema, runSchema, type CaseRecord, type RunJson } from "./records.js";
import { sittingSchema, type Sitting } from "./sittings.js";

const strictText = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes run.json. `place` begins the path in errors: `run.json`. */
export function decodeRun(bytes: Uint8Array, place: string): RunJson {
  return decode(runSchema, bytes, place);
}

/** Decodes golden.json. `place` begins the path in errors: `golden.json`. */
export function decodeGolden(bytes: Uint8Array, place: string): GoldenRecord {
  return decode(goldenSchema, bytes, place);
}

/** Decodes end.json. `place` begins the path in errors: `end.json`. */
export function decodeEnd(bytes: Uint8Array, place: string): EndRecord {
  return decode(endSchema, bytes, place);
}

/** What end.json holds. */
export function encodeEnd(record: EndRecord): unknown {
  return z.encode(endSchema, record);
}

/** Decodes one line of sittings.jsonl. `place` begins the path in errors: `sittings.jsonl:1`. */
export function decodeSitting(bytes: Uint8Array, place: string): Sitting {
  return decode(sittingSchema, bytes, place);
}

/** Decodes one line of cases.jsonl. `place` begins the path in errors: `cases.jsonl:7`. */
export function decodeCase(bytes: Uint8Array, place: string): CaseRecord {
  return decode(caseSchema, bytes, place);
}

/** One line of cases.jsonl, without its end. */
export function encodeCase(record: CaseRecord): string {
  return JSON.stringify(z.encode(caseSchema, record));
}

/** Decodes JSON of results by a schema, its version first. */
export function decode<T>(schema: z.ZodType<T>, bytes: Uint8Array, place: string): T {
  const advice = "Read these results with the crashpoint that wrote them";
  return decodeVersion({ schema, version: formatVersion, advice }, bytes, place);
}

/** What some JSON has to be. */
export interface VersionedFormat<T> {
  readonly schema: z.ZodType<T>;
  readonly version: number;
  /** What to do with another version. */
  readonly advice: string;
}

/** A version as it is told: it may be anything. */
const mostLetters = 40;

/**
 * Decodes JSON. The version is looked at first: another version may have any other fields. Throws
 * DecodeError with the field; `place` begins its path.
 */
export function decodeVersion<T>(
  { schema, version, advice }: VersionedFormat<T>,
  bytes: Uint8Array,
  place: string,
): T {
  const value = parseJson(bytes, place);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DecodeError(place, "expected a JSON object");
  }
  const found = "version" in value ? value.version : undefined;
  if (found !== version) {
    const text = found === undefined ? "none" : JSON.stringify(found).slice(0, mostLetters);
    throw new DecodeError(`${place}: version`, `expected ${version}, found ${text}. ${advice}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first, ...more] = parsed.error.issues;
  const field = z.core.toDotPath(first?.path ?? []);
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  throw new DecodeError(
    field === "" ? place : `${place}: ${field}`,
    `${first?.message ?? "damaged"}${others}`,
  );
}

function parseJson(bytes: Uint8Array, place: string): unknown {
  try {
    return JSON.parse(strictText.decode(bytes)) as unknown;
  } catch (cause) {
    throw new DecodeError(place, `damaged, not JSON: ${messageOf(cause)}`, { cause });
  }
}
