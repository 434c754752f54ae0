import type { ByteRange } from "../../model/byte-range.js";
import type { ByteSource } from "../../layout/byte-source.js";
import type { Golden } from "../golden.js";
import { goldenTable, type GoldenField } from "./golden-table.js";

/** What lies in no partition, behind the first one. */
export const freeSpace = "free space";

/** A piece of golden's disk: a partition, a field of its table, or bytes that have no fields. */
export interface OutsidePlace extends ByteRange {
  readonly kind: "partition" | "field" | "table" | "free";
  /** `primary header`, `former backup entries`, `free space`. */
  readonly place: string;
  /** Present where the kind is `field`. */
  readonly field?: GoldenField;
}

/**
 * The piece that holds a byte. Where the base has a table and golden has none is a table too: what
 * is left of it may be taken for one.
 */
export function outsidePlaces(
  golden: Golden,
  base: ByteSource,
): (offsetBytes: number) => OutsidePlace {
  const table = goldenTable(golden, base);
  const { sizeBytes, partitions } = golden.runs[0].facts;
  const pieces: OutsidePlace[] = [
    ...partitions.map((each) => ofKind("partition", "partition", rangeOf(each))),
    ...table.records.map((each) => ofKind("table", each.place, each)),
    ...golden.tables.map((each) => ofKind("table", `former ${each.name}`, each)),
  ];
  const borders = pieces.flatMap(({ startBytes, endBytes }) => [startBytes, endBytes]);
  borders.sort((a, b) => a - b);
  const firstStart = Math.min(...partitions.map(({ startBytes }) => startBytes));
  return (offsetBytes) => {
    const piece = pieces.find((each) => contains(each, offsetBytes)) ?? free(offsetBytes);
    const field = piece.kind === "table" ? table.fieldAt(offsetBytes) : undefined;
    if (field !== undefined) return { ...ofKind("field", field.place, field), field };
    const startBytes = borders.findLast((each) => each <= offsetBytes) ?? 0;
    const endBytes = borders.find((each) => each > offsetBytes) ?? sizeBytes;
    return { ...piece, startBytes, endBytes: Math.min(endBytes, sizeBytes) };
  };

  function free(offsetBytes: number): OutsidePlace {
    const isInFront = offsetBytes < firstStart && partitions.length > 0;
    const place = isInFront ? "gap before the first partition" : freeSpace;
    return ofKind("free", place, { startBytes: offsetBytes, endBytes: sizeBytes });
  }
}

function ofKind(kind: OutsidePlace["kind"], place: string, range: ByteRange): OutsidePlace {
  return { kind, place, startBytes: range.startBytes, endBytes: range.endBytes };
}

function rangeOf(each: { readonly startBytes: number; readonly sizeBytes: number }): ByteRange {
  return { startBytes: each.startBytes, endBytes: each.startBytes + each.sizeBytes };
}

function contains({ startBytes, endBytes }: ByteRange, offsetBytes: number): boolean {
  return startBytes <= offsetBytes && offsetBytes < endBytes;
}
