import type { ByteSource } from "../../layout/byte-source.js";
import { fieldAt, type FieldRecords, type PlacedField } from "../../layout/fields.js";
import { tableRecords } from "../../layout/table-fields.js";
import { diskOfRun, type Golden } from "../golden.js";

/** A field of the table that golden left. */
export interface GoldenField extends PlacedField {
  /** Whether it must be as golden has it: it means something, and both runs left the same. */
  readonly isExpected: boolean;
}

/** The table that golden left, by its fields. */
export interface GoldenTable {
  readonly records: readonly FieldRecords[];
  /** The field that holds a byte. */
  fieldAt(offsetBytes: number): GoldenField | undefined;
}

/** Reads golden's table. */
export function goldenTable({ runs: [first, second] }: Golden, base: ByteSource): GoldenTable {
  const [one, other] = [diskOfRun(first, base), diskOfRun(second, base)];
  const records = tableRecords(one);
  return {
    records,
    fieldAt(offsetBytes) {
      const field = fieldAt(records, offsetBytes);
      if (field === undefined) return undefined;
      const { startBytes, endBytes, ignored } = field;
      const expected = one.read(startBytes, endBytes - startBytes);
      const agree = expected.equals(other.read(startBytes, endBytes - startBytes));
      return { ...field, isExpected: agree && ignored === undefined };
    },
  };
}
