import { bytesText, fieldTexts } from "../layout/field-text.js";
import type { ByteSource } from "../layout/byte-source.js";
import type { Fault } from "../model/verdict.js";
import { differencesOutside, type OutsideDifference } from "./compare/outside-differences.js";
import { diskOfRun, goldenPageBytes, type Golden } from "./golden.js";
import { answersTo } from "./facts/partition-names.js";

const checker = "bytes outside partitions";
const findingsShown = 10;

/**
 * Bytes outside of all partitions after the resume: wherever the goldens agree, they must be
 * as golden has them. Inside partitions, content is compared file by file instead. One finding a
 * field of a table, or a stretch of bytes without fields; what is too many is counted. Entries of
 * `partitions` are left out: they are compared with golden's field by field.
 */
export function checkBytesOutside(
  golden: Golden,
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
  partitions: ReadonlySet<number> = new Set(),
): Fault[] {
  const all = differencesOutside(golden, base, disk, changedPages);
  const differences = all.filter(
    (each) => !isConsequence(each, all) && !isEntryOf(partitions, each),
  );
  const goldenDisk = diskOfRun(golden.runs[0], base);
  const shown = differences.slice(0, findingsShown);
  return [
    ...shown.map((each): Fault => ({
      checker,
      class: classOf([each]),
      place: each.at.place,
      message: messageOf(each, goldenDisk, disk),
    })),
    ...restOf(differences.slice(findingsShown)),
  ];
}

function isEntryOf(partitions: ReadonlySet<number>, { at }: OutsideDifference): boolean {
  const number = at.field?.record;
  return number !== undefined && at.place.endsWith(" entries") && partitions.has(number);
}

/** A sum that differs together with what it goes over says nothing of its own. */
function isConsequence({ at }: OutsideDifference, all: readonly OutsideDifference[]): boolean {
  const { copy, sumRank = 0 } = at.field ?? {};
  return all.some(({ at: { field } }) => field?.copy === copy && (field?.sumRank ?? 0) < sumRank);
}

function classOf(differences: readonly OutsideDifference[]): Fault["class"] {
  return differences.some(({ isUntouched }) => isUntouched) ? "bystander touched" : "diverged";
}

function messageOf(
  { at, firstBytes, lastBytes }: OutsideDifference,
  golden: ByteSource,
  disk: ByteSource,
): string {
  const { field, startBytes, endBytes } = at;
  const of = (source: ByteSource, from: number) => source.read(from, endBytes - from);
  if (field !== undefined && field.kind !== "bytes") {
    const texts = fieldTexts(field.kind, of(golden, startBytes), of(disk, startBytes));
    return `${field.path}: expected ${texts[0]}, found ${texts[1]}: ${field.effect}`;
  }
  const run = lastBytes - firstBytes + 1;
  const [expected, found] = [golden, disk].map((each) => bytesText(each.read(firstBytes, run)));
  const where = field === undefined ? "" : `${field.path}: `;
  const more = run === 1 ? "" : `, the last other one at ${lastBytes}`;
  const effect = field === undefined ? "" : `: ${field.effect}`;
  return `${where}expected ${expected}, found ${found} at byte ${firstBytes}${more}${effect}`;
}

/** The same place would be told again and again: how many more differ in each. */
function restOf(differences: readonly OutsideDifference[]): Fault[] {
  const places = [...new Set(differences.map(({ at }) => at.place))];
  return places.map((place) => {
    const here = differences.filter(({ at }) => at.place === place);
    const what = here.length === 1 ? "difference" : "differences";
    const message = `${here.length} more ${what} outside of all partitions`;
    return { checker, class: classOf(here), place, message };
  });
}

/** Bystanders must be byte for byte as in the base, at each crash and at the end. */
export function checkBystanders(
  golden: Golden,
  names: readonly string[],
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
): Fault[] {
  return golden.base.partitions
    .filter((each) => names.some((name) => answersTo(each, name)))
    .flatMap(({ entry, startBytes, sizeBytes }) => {
      const end = startBytes + sizeBytes;
      for (const page of changedPages) {
        const from = Math.max(page * goldenPageBytes, startBytes);
        const length = Math.min((page + 1) * goldenPageBytes, end) - from;
        if (length <= 0 || disk.read(from, length).equals(base.read(from, length))) continue;
        const message = `expected its bytes as before, found others in page ${page}`;
        const place = entry.name;
        return [{ checker: "bystanders", class: "bystander touched" as const, place, message }];
      }
      return [];
    });
}
