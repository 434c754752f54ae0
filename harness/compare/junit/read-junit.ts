import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { TextDecoder } from "node:util";
import { DecodeError, UsageError } from "../../model/errors.js";
import { codeOf } from "../../model/file-problem.js";
import { JUnitParser, NoJUnit } from "./parse-junit.js";
import type { TestReport } from "./reported-test.js";

const largestBytes = 256 * 2 ** 20;
const mostFiles = 20_000;
const pieceBytes = 2 ** 20;

/**
 * Reads the tests of one run: of a JUnit XML file, or of all in a folder. Links are not followed.
 * Throws UsageError for what is no such file, with the place in it.
 */
export function readJUnit(path: string): TestReport {
  try {
    return statSync(path).isDirectory() ? readFolder(path) : readFile(path);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (cause instanceof DecodeError) throw new UsageError(cause.message);
    throw new UsageError(`cannot read ${path} (${codeOf(cause)})`, { cause });
  }
}

function readFolder(folder: string): TestReport {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && /\.xml$/i.test(each.name))
    .map((each) => join(each.parentPath, each.name))
    .sort();
  if (names.length === 0) {
    throw new UsageError(
      `no run in ${folder}: it has neither run.json nor XML files. ` +
        `Expected a folder like results/SCENARIO/STAMP-SEED, or JUnit XML: a file or a folder`,
    );
  }
  if (names.length > mostFiles) {
    throw new UsageError(`${folder} has ${names.length} XML files, at most ${mostFiles} are read`);
  }
  const reports = names.map(readOrPassOver);
  return {
    tests: reports.flatMap(({ tests }) => tests),
    notices: reports.flatMap(({ notices }) => notices),
  };
}

/** Coverage and other reports may lie beside those of tests. */
function readOrPassOver(path: string): TestReport {
  try {
    return readFile(path);
  } catch (error) {
    if (!(error instanceof NoJUnit)) throw error;
    return { tests: [], notices: [`left out: ${error.message}`] };
  }
}

function readFile(path: string): TestReport {
  const parser = new JUnitParser(path);
  const descriptor = openSync(path, "r");
  try {
    const piece = Buffer.alloc(pieceBytes);
    let decoder: TextDecoder | undefined;
    for (let total = 0; ;) {
      const bytes = piece.subarray(0, readSync(descriptor, piece));
      total += bytes.length;
      if (total > largestBytes) {
        throw new DecodeError(path, `has more bytes than ${largestBytes}, which is what is read`);
      }
      decoder ??= decoderOf(path, bytes);
      parser.write(decode(path, decoder, bytes));
      if (bytes.length === 0) return parser.end();
    }
  } finally {
    closeSync(descriptor);
  }
}

/** In the encoding that its first line names, or UTF-8. */
function decoderOf(path: string, start: Uint8Array): TextDecoder {
  const head = Buffer.from(start.subarray(0, 200)).toString("latin1");
  const encoding = /^[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new DecodeError(path, `the encoding ${encoding} is not known`, { cause });
  }
}

function decode(path: string, decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: bytes.length > 0 });
  } catch (cause) {
    throw new DecodeError(path, `is not text in ${decoder.encoding}`, { cause });
  }
}
