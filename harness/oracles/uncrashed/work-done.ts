import type { FindingClass, UncrashedFault } from "../../model/verdict.js";
import type { DiskFacts } from "../facts/facts.js";
import { protectionEffect, protectionPlace } from "../table-at-crash.js";
import { bytesText } from "./bytes-text.js";
import type { WipedBytes } from "./content-deeds.js";
import type { ExpectedLosses } from "./expected-losses.js";
import { matchPartitions } from "./match-partitions.js";
import { partitionDeed, type Deed } from "./partition-deeds.js";

/** What an uninterrupted run did to a disk. */
export interface WorkDone {
  /** In words, a line each, with its place in front. */
  readonly lines: readonly string[];
  /** What it lost or broke without being meant to. */
  readonly faults: readonly UncrashedFault[];
}

/** Holds a disk that an uninterrupted run has left against what it was before. */
export function workDone(
  base: DiskFacts,
  now: DiskFacts,
  expected: ExpectedLosses,
  wipedBytes: WipedBytes,
): WorkDone {
  const sizes = { beforeBytes: base.sizeBytes, afterBytes: now.sizeBytes };
  const deeds: Deed[] = [
    tableDeed(base, now, expected),
    ...matchPartitions(base, now).map((each) => partitionDeed(each, sizes, expected, wipedBytes)),
  ];
  return {
    lines: deeds.flatMap(({ place, lines }) => lines.map((line) => `${place}: ${line}`)),
    faults: deeds.flatMap(({ faults }) => faults),
  };
}

function tableDeed(base: DiskFacts, now: DiskFacts, expected: ExpectedLosses): Deed {
  const place = now.label === "dos" ? "MBR" : "GPT";
  const fields = [
    ["disk label", base.label, now.label],
    ["disk id", base.diskId, now.diskId],
    ["disk size", bytesText(base.sizeBytes), bytesText(now.sizeBytes)],
    ["state of the GPT", base.census.state, now.census.state],
    ...(base.label === "gpt" ? [protectionField(base, now)] : []),
  ] as const;
  const lines = fields
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => `${what} ${before || "none"} became ${after || "none"}`);
  const newProblems = (now.mbr?.problems ?? []).filter(
    (problem) => base.mbr?.problems.includes(problem) !== true,
  );
  return {
    place: "disk",
    lines: [...lines, ...newProblems],
    faults: expected.wipe ? [] : [...tableFaults(base, now, place), ...newProblems.map(broken)],
  };

  function broken(message: string): UncrashedFault {
    return fault("mbr", "unreadable", place, message);
  }
}

function protectionField(...sides: readonly [DiskFacts, DiskFacts]) {
  const [before, after] = sides.map(({ pmbrProblem = "valid" }) => pmbrProblem);
  return [protectionPlace, before ?? "", after ?? ""] as const;
}

/** A table that was whole and is not so now. Linux reads only the primary GPT. */
function tableFaults(base: DiskFacts, now: DiskFacts, place: string): UncrashedFault[] {
  const faults: UncrashedFault[] = [];
  const { state, primary } = now.census;
  if (base.census.state === "clean" && now.label === "gpt" && state !== "clean") {
    const className = primary.valid ? "needs repair" : "unreadable";
    const why = now.gptProblems.length === 0 ? "" : ` (${now.gptProblems.join("; ")})`;
    faults.push(fault("gpt", className, place, `the GPT is "${state}"${why}`));
  }
  if (base.label === "gpt" && base.pmbrProblem === undefined && now.pmbrProblem !== undefined) {
    const message = `expected a valid one, found ${now.pmbrProblem}. ${protectionEffect}`;
    faults.push(fault("gpt", "unreadable", protectionPlace, message));
  }
  if (base.label !== "none" && now.label === "none") {
    const message = "no partition table is left";
    faults.push({ ...fault("gpt", "unreadable", "partition table", message), expects: ["wipe"] });
  }
  if (base.census.entriesInsideDisk && !now.census.entriesInsideDisk && now.label === "gpt") {
    const message = "a partition lies outside of the usable range, over a table";
    faults.push(fault("gpt", "diverged", place, message));
  }
  return faults;
}

function fault(
  checker: string,
  className: FindingClass,
  place: string,
  message: string,
): UncrashedFault {
  return { checker, class: className, place, message };
}
