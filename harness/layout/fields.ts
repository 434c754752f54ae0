import type { Region } from "./region.js";

/** How the bytes of a field are told: numbers have their lowest byte first. */
export type FieldKind = "number" | "hex" | "GUID" | "CHS" | "text" | "bytes";

/** A field of a record, by the name that its specification gives it. */
export interface Field {
  readonly name: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly kind: FieldKind;
  /** What goes by it, or what comes of a wrong one. */
  readonly effect: string;
  /** Present where its bytes mean nothing: why. */
  readonly ignored?: string;
  /** Of a sum over fields of the same copy that have a lower rank, or none: it follows them. */
  readonly sumRank?: 1 | 2;
}

/** Records with the same fields, one after another: a header is one of one. */
export interface FieldRecords {
  /** As the region is named: `primary entries`. */
  readonly place: string;
  /** The copy of the table that they belong to, where there are two. */
  readonly copy?: "primary" | "backup";
  readonly startBytes: number;
  /** The first byte after the region, which the records need not fill. */
  readonly endBytes: number;
  readonly recordBytes: number;
  readonly count: number;
  /** What one is called where there are several: `entry`. */
  readonly noun?: string;
  readonly fields: readonly Field[];
}

/** A field of a disk. */
export interface PlacedField extends Omit<Field, "name" | "offsetBytes" | "lengthBytes"> {
  /** The region that it lies in. */
  readonly place: string;
  readonly copy?: "primary" | "backup";
  /** The number of its record within the region, from 1. */
  readonly record: number;
  /** Its name within the region: `entry 3: UniquePartitionGUID`. */
  readonly path: string;
  readonly startBytes: number;
  /** The first byte after the field. */
  readonly endBytes: number;
}

/** A region with one record, that fills it. */
export function oneRecord(
  { name, startBytes, endBytes }: Region,
  fields: readonly Field[],
): FieldRecords {
  return {
    place: name,
    startBytes,
    endBytes,
    recordBytes: endBytes - startBytes,
    count: 1,
    fields,
  };
}

/** The field that holds a byte of a disk. Undefined where there is none. */
export function fieldAt(
  records: readonly FieldRecords[],
  offsetBytes: number,
): PlacedField | undefined {
  const at = records.find(
    ({ startBytes, endBytes }) => offsetBytes >= startBytes && offsetBytes < endBytes,
  );
  if (at === undefined) return undefined;
  const index = Math.floor((offsetBytes - at.startBytes) / at.recordBytes);
  const recordStart = at.startBytes + index * at.recordBytes;
  const field = at.fields.find((each) => holds(each, offsetBytes - recordStart));
  if (index >= at.count || field === undefined) return undefined;
  const { name, offsetBytes: inside, lengthBytes, ...more } = field;
  const startBytes = recordStart + inside;
  return {
    ...more,
    place: at.place,
    ...(at.copy && { copy: at.copy }),
    record: index + 1,
    path: at.noun === undefined ? name : `${at.noun} ${index + 1}: ${name}`,
    startBytes,
    endBytes: startBytes + lengthBytes,
  };
}

function holds({ offsetBytes, lengthBytes }: Field, inside: number): boolean {
  return inside >= offsetBytes && inside < offsetBytes + lengthBytes;
}
