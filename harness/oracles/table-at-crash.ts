import type { ByteRange } from "../model/byte-range.js";
import type { CopyCensus } from "../layout/gpt/census.js";
import type { Fault } from "../model/verdict.js";
import type { DiskFacts } from "./facts/facts.js";

const [gptChecker, mbrChecker] = ["gpt at the crash", "mbr at the crash"];
/** Who finds that a table can't be read. */
export const tableCheckers: readonly string[] = [gptChecker, mbrChecker];
const mbrSector: ByteRange = { startBytes: 0, endBytes: 512 };

/** What findings call the protective MBR, and what comes of one that is not valid. */
export const protectionPlace = "protective MBR";
export const protectionEffect = "Linux then looks for no GPT unless told otherwise";

/**
 * Judges the partition table of a crash image: it must be readable as the base's is, or as one of
 * the goldens' is. What the base can't read is not demanded, and neither is a table that a golden
 * has removed, nor a sector that was torn: a torn primary header needs a valid backup, a torn MBR
 * nothing.
 */
export function checkTable(
  base: DiskFacts,
  goldens: readonly DiskFacts[],
  crash: DiskFacts,
  torn: readonly ByteRange[],
): Fault | undefined {
  const sides = [base, ...goldens];
  const dosSides = sides.filter(({ label }) => label === "dos");
  const holds =
    sides.some((side) => side.label === "none") ||
    (dosSides.length > 0 && readsAsDos(dosSides, crash, torn)) ||
    sides.some((side) => side.label === "gpt" && readsAsGpt(side, crash, torn));
  if (holds) return undefined;
  return base.label === "dos" ? mbrProblem(base, goldens, crash) : gptProblem(crash);
}

/**
 * Judges the protective MBR of a crash image: where the base has a valid one, and so have the
 * goldens that are GPT disks, it must be valid, since without it Linux looks for no GPT. Nothing is
 * asked of one that was torn, nor of a disk that is no GPT disk any more.
 */
export function checkProtection(
  base: DiskFacts,
  goldens: readonly DiskFacts[],
  crash: DiskFacts,
  torn: readonly ByteRange[],
): Fault | undefined {
  const { pmbrProblem } = crash;
  const isAsked = [base, ...goldens].every((side) => side.label === "gpt" && isProtected(side));
  if (pmbrProblem === undefined || !isAsked || isTorn(mbrSector, torn)) return undefined;
  return {
    checker: gptChecker,
    class: "unbootable at the crash",
    place: protectionPlace,
    message: `expected a valid one, found ${pmbrProblem}. ${protectionEffect}`,
  };
}

function isProtected({ pmbrProblem }: DiskFacts): boolean {
  return pmbrProblem === undefined;
}

/** As good as a side's GPT: its primary, where the side has that; else any copy; else nothing. */
function readsAsGpt(side: DiskFacts, crash: DiskFacts, torn: readonly ByteRange[]): boolean {
  const { primary, backup } = crash.census;
  if (!side.census.primary.valid && !side.census.backup.valid) return true;
  if (primary.valid) return true;
  const header = { startBytes: side.sectorBytes, endBytes: 2 * side.sectorBytes };
  const backupWillDo = !side.census.primary.valid || isTorn(header, torn);
  return backupWillDo && backup.valid;
}

/** Each slot of the MBR is as one of the sides has it: several commands change one by one. */
function readsAsDos(
  sides: readonly DiskFacts[],
  crash: DiskFacts,
  torn: readonly ByteRange[],
): boolean {
  if (isTorn(mbrSector, torn)) return true;
  if (crash.label !== "dos") return false;
  return [1, 2, 3, 4].every((slot) =>
    sides.some((side) => slotOf(side, slot) === slotOf(crash, slot)),
  );
}

function isTorn(sector: ByteRange, torn: readonly ByteRange[]): boolean {
  return torn.some(
    ({ startBytes, endBytes }) => startBytes < sector.endBytes && sector.startBytes < endBytes,
  );
}

function slotOf({ mbr }: DiskFacts, slot: number): string {
  return mbr?.slots[slot] ?? "empty";
}

function gptProblem({ census: { primary, backup } }: DiskFacts): Fault {
  const other = backup.valid ? "the backup is valid" : "the backup is not valid either";
  return {
    checker: gptChecker,
    class: backup.valid ? "unbootable at the crash" : "unreadable",
    place: "primary GPT",
    message:
      `expected a valid header and entry array, found ${faultOf(primary)}; ` +
      `${other}. Linux reads only the primary unless told otherwise`,
  };
}

function faultOf({ headerState, entriesState }: CopyCensus): string {
  switch (headerState) {
    case "no signature":
      return "no header";
    case "bad header CRC":
      return "the CRC of the header wrong";
    case "implausible":
      return "a header that makes no sense, though its CRC is right";
    case "valid":
  }
  switch (entriesState) {
    case "unreadable":
      return "no entry array where the header says";
    case "bad entries CRC":
      return "the CRC of the entry array wrong";
    case "implausible":
      return "entries that make no sense, though their CRC is right";
    case "valid":
      return "no partition table that would be read";
  }
}

function mbrProblem(base: DiskFacts, goldens: readonly DiskFacts[], crash: DiskFacts): Fault {
  const expected = "expected the partitions as before or as after the work";
  const sides = [base, ...goldens];
  const odd = [1, 2, 3, 4].find((slot) =>
    sides.every((side) => slotOf(side, slot) !== slotOf(crash, slot)),
  );
  const found =
    crash.mbr === undefined || odd === undefined
      ? "no partition table that would be read"
      : `${slotOf(crash, odd)} in slot ${odd}, not ${slotOf(base, odd)}`;
  return {
    checker: mbrChecker,
    class: "unbootable at the crash",
    place: "MBR",
    message: `${expected}, found ${found}`,
  };
}
