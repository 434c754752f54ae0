import type { DiskFacts } from "../oracles/facts.js";
import type { FsckReport } from "../oracles/fsck.js";

/** What is wrong with a disk before anything has run on it. */
export interface BaseHealth {
  /** In words, in this order: the table, what can't be read, what the checkers say. */
  readonly problems: readonly string[];
}

/**
 * Tells what is wrong with a base image. A disk with no table and no file system that is known is
 * not sick; nor is one whose checkers are not installed.
 */
export function baseHealth(facts: DiskFacts, fsck: readonly FsckReport[]): BaseHealth {
  const unreadable = facts.partitions.flatMap(({ entry, fileSystem }) =>
    fileSystem?.problem === undefined ? [] : [`${entry.name}: ${fileSystem.problem}`],
  );
  const sick = fsck
    .filter(({ clean }) => !clean)
    .map(({ partition, complaint }) => `${partition}: ${complaint}`);
  return { problems: [...tableProblems(facts), ...unreadable, ...sick] };
}

function tableProblems({ label, census, gptProblems, mbr }: DiskFacts): string[] {
  if (label === "gpt" && census.state !== "clean") {
    const why = gptProblems.length === 0 ? "" : ` (${gptProblems.join("; ")})`;
    return [`its GPT is "${census.state}"${why}`];
  }
  return mbr === undefined || mbr.problems.length === 0
    ? []
    : [`its MBR is damaged (${mbr.problems.join("; ")})`];
}
