import { decodeCase } from "./codec.js";
import { readLines } from "./read-lines.js";
import type { CaseRecord } from "./records.js";

/**
 * Decodes cases.jsonl line by line; `take` gets each record, and its line without the end. Only
 * the last line may be cut off: that is what a killed harness leaves. It is left out. Returns
 * notices of what is not there. Throws DecodeError with the line and the field, and HarnessError
 * where the file can't be read.
 */
export function readCases(
  path: string,
  take: (record: CaseRecord, line: Uint8Array) => void,
): string[] {
  let count = 0;
  const left = readLines(path, (line) => {
    count += 1;
    take(decodeCase(line, `cases.jsonl:${count}`), line);
  });
  if (left === undefined) return ["cases.jsonl is not there: the run ended before it began"];
  if (left === 0) return [];
  return [
    `cases.jsonl:${count + 1}: the last line is cut off after ` +
      `${left} bytes and was left out: the harness was killed while it wrote it`,
  ];
}
