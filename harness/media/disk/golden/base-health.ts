import type { Damage } from "../../../../fixtures/images/recipe/schema.js";
import type { GptState } from "../../../layout/gpt/census.js";
import type { DiskFacts } from "../../../oracles/facts/facts.js";
import { whyUnread } from "../../../oracles/facts/why-unread.js";
import { inShort, isComplaint } from "../../../oracles/fsck/answer.js";
import type { FsckReport } from "../../../oracles/fsck/fsck.js";

/** What is wrong with a disk before anything has run on it. */
export interface BaseHealth {
  /** In words, in this order: the table, what can't be read, what the checkers say. */
  readonly problems: readonly string[];
}

/**
 * Tells what is wrong with a base image. A disk with no table and no file system that is known is
 * not sick; nor is one whose checkers are not installed. What the recipe has asked for is no
 * problem, but it must be there.
 */
export function baseHealth(
  facts: DiskFacts,
  fsck: readonly FsckReport[],
  asked: readonly Damage[] = [],
): BaseHealth {
  const unreadable = facts.partitions.flatMap(({ entry, fileSystem }) => {
    const why = fileSystem && whyUnread(fileSystem);
    return why === undefined ? [] : [`${entry.name}: ${why}`];
  });
  const leaky = leakyPartitions(asked);
  const sick = fsck
    .filter(isComplaint)
    .filter(({ partition }) => !leaky.has(partition))
    .map(({ partition, complaint }) => `${partition}: ${inShort(complaint)}`);
  const sound = fsck
    .filter((report) => !isComplaint(report) && leaky.has(report.partition))
    .map(({ partition }) => `${partition}: expected a complaint of its checker, found none`);
  return {
    problems: [...tableProblems(facts, askedState(asked)), ...unreadable, ...sick, ...sound],
  };
}

/** Names of partitions that a file system checker must complain about. */
export function leakyPartitions(asked: readonly Damage[]): ReadonlySet<string> {
  return new Set(asked.flatMap((each) => (each.kind === "ext4 leak" ? [each.partition] : [])));
}

/** What the damage makes of the GPT. */
export function askedState(asked: readonly Damage[]): GptState {
  const kinds = asked.map(({ kind }) => kind);
  const primary = kinds.includes("primary header");
  const backup = kinds.includes("backup header");
  if (primary) return backup ? "both invalid" : "primary invalid";
  return backup ? "backup invalid" : "clean";
}

function tableProblems({ label, census, gptProblems, mbr }: DiskFacts, wanted: GptState): string[] {
  if (label === "gpt" && census.state !== wanted) {
    const why = gptProblems.length === 0 ? "" : ` (${gptProblems.join("; ")})`;
    const but = wanted === "clean" ? "" : `, and not "${wanted}"`;
    return [`its GPT is "${census.state}"${but}${why}`];
  }
  return mbr === undefined || mbr.problems.length === 0
    ? []
    : [`its MBR is damaged (${mbr.problems.join("; ")})`];
}
