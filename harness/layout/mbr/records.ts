import { oneRecord, type FieldRecords } from "../fields.js";
import type { DosLabel } from "./dos-label.js";
import { extendedRecordFields, mbrFields } from "./fields.js";
import { dosTableRegions } from "./regions.js";

/** The fields of the MBR and of each extended boot record of its chains. */
export function dosRecords(label: DosLabel): FieldRecords[] {
  return dosTableRegions(label).map((region) =>
    oneRecord(region, region.startBytes === 0 ? mbrFields : extendedRecordFields),
  );
}
