import type { ByteSource } from "./byte-source.js";
import type { FieldRecords } from "./fields.js";
import { gptRecords } from "./gpt/records.js";
import { dosRecords } from "./mbr/records.js";
import { readTable } from "./partition-table.js";

/** The fields of a disk's table, for `fieldAt`. None on a disk that is not divided. */
export function tableRecords(disk: ByteSource): FieldRecords[] {
  const { label, gpt, dos } = readTable(disk);
  if (label === "none") return [];
  return dos === undefined ? gptRecords(gpt) : dosRecords(dos);
}
