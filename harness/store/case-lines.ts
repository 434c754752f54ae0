import { decodeCase } from "./codec.js";
import type { CaseRecord } from "./records.js";

const newline = 10;

/**
 * Decodes cases.jsonl line by line; `hear` gets each record, and its bytes with their newline.
 * Throws DecodeError with the line and the field. Only the last line may be cut off: that is what a
 * killed harness leaves. It is left out, and the notice says so.
 */
export function readCaseLines(
  bytes: Buffer,
  hear: (record: CaseRecord, line: Buffer) => void,
): string[] {
  let number = 1;
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    hear(
      decodeCase(bytes.subarray(start, end), `cases.jsonl:${number}`),
      bytes.subarray(start, end + 1),
    );
    start = end + 1;
    number += 1;
  }
  if (start === bytes.length) return [];
  return [
    `cases.jsonl:${number}: the last line is cut off after ` +
      `${bytes.length - start} bytes and was left out: the harness was killed while it wrote it`,
  ];
}
