import { findingKind } from "../../model/findings/finding-kind.js";
import { plainText } from "../../model/findings/plain-text.js";
import type { ByteExcerpt } from "../../model/map/byte-excerpt.js";
import type { SmallestCase } from "../../model/smallest-case.js";
import { findingClasses, worstOf, type Fault, type UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord, CutRecord } from "../../store/records.js";
import { countBy } from "../../model/count-by.js";
import { regionRank } from "./region-rank.js";

/** A failing case, and how it is shown again: its smallest form, where there is one. */
export interface FailureShown {
  readonly record: CaseRecord;
  readonly smallest?: Pick<SmallestCase, "id" | "needs">;
  readonly replayCommand: string;
  /** Where its end has other bytes than an uninterrupted run leaves. */
  readonly excerpts?: readonly ByteExcerpt[] | undefined;
}

/** Where in the work a finding's crash was: `copyData, P3: superblock`. */
export interface SeenIn {
  readonly step: string;
  readonly region: string;
  readonly count: number;
}

/** Findings of one kind. */
export interface FindingGroup {
  /** The one at the earliest crash point. */
  readonly fault: Fault;
  readonly known: boolean;
  /** How many texts there are that say something else, by more than numbers and names. */
  readonly wordingCount: number;
  /** Those that have it, the one at the earliest crash point first. None where it took no crash. */
  readonly cases: readonly CaseRecord[];
  readonly seenIn: readonly SeenIn[];
  /** What shows it again, of the first case that has nothing worse, where there is one. */
  readonly failure?: FailureShown;
}

interface Seen {
  readonly fault: Fault;
  readonly known: boolean;
  readonly by?: { readonly record: CaseRecord; readonly cut: CutRecord | undefined };
}

/** Findings by kind: the worst class first, in it the most telling region, in it the most cases. */
export function findingGroups(
  cases: readonly CaseRecord[],
  uncrashed: readonly UncrashedFinding[],
  failures: readonly FailureShown[] = [],
): FindingGroup[] {
  const inOrder = byCrashPoint(cases);
  const seen: Seen[] = [
    ...uncrashed.map((fault) => ({ fault, known: fault.known })),
    ...inOrder.flatMap(seenBy),
  ];
  const kinds = new Map<string, Seen[]>();
  for (const each of seen) {
    const kind = JSON.stringify([findingKind(each.fault), each.known, each.by === undefined]);
    const some = kinds.get(kind);
    if (some === undefined) kinds.set(kind, [each]);
    else some.push(each);
  }
  const groups = [...kinds.values()].map((some) => groupOf(some, failures));
  return groups.toSorted(order);
}

/** Cases in the order in which their first crashes stand in the work. */
export function byCrashPoint(cases: readonly CaseRecord[]): CaseRecord[] {
  const points = new Map(cases.map((each) => [each, pointOf(each)]));
  const at = (each: CaseRecord): number => points.get(each) ?? 0;
  return cases.toSorted((one, other) => at(one) - at(other));
}

function seenBy(record: CaseRecord): Seen[] {
  return record.findings.map((fault) => ({
    ...{ fault, known: record.known },
    by: { record, cut: record.cuts.at(fault.kill === 0 ? -1 : fault.kill - 1) },
  }));
}

/** The place of a case's first crash in the trace. */
function pointOf({ cuts: [cut] }: CaseRecord): number {
  return cut === undefined ? 0 : cut.write + cut.bytes / 1e9 + cut.line / 1e12;
}

function groupOf(some: readonly Seen[], failures: readonly FailureShown[]): FindingGroup {
  const [{ fault, known }] = some as readonly [Seen, ...Seen[]];
  const cases = [...new Set(some.flatMap(({ by }) => by?.record ?? []))];
  const failure = failureIn(fault, cases, failures);
  return {
    ...{ fault, known, cases, seenIn: seenIn(some) },
    wordingCount: new Set(some.map((each) => plainText(each.fault.message))).size,
    ...(failure && { failure }),
  };
}

/** The smallest case of a failure shows the worst that its case has. */
function failureIn(
  { class: className }: Fault,
  cases: readonly CaseRecord[],
  failures: readonly FailureShown[],
): FailureShown | undefined {
  const ofGroup = cases.flatMap((record) => {
    const isWorst = worstOf(record.findings) === className;
    return isWorst ? failures.filter((each) => each.record.id === record.id) : [];
  });
  return ofGroup.find(({ smallest }) => smallest !== undefined) ?? ofGroup[0];
}

function seenIn(some: readonly Seen[]): SeenIn[] {
  const cuts = some.flatMap(({ by }) => by?.cut ?? []);
  const counts = countBy(cuts, ({ step, region }) => JSON.stringify([step, region]));
  const places = [...counts].map(([key, count]) => {
    const [step = "", region = ""] = JSON.parse(key) as string[];
    return { step, region, count };
  });
  return places.toSorted(
    (one, other) => regionRank(one.region) - regionRank(other.region) || other.count - one.count,
  );
}

function order(one: FindingGroup, other: FindingGroup): number {
  const known = Number(one.known) - Number(other.known);
  const harm = rankOf(one) - rankOf(other);
  const telling = regionRankOf(one) - regionRankOf(other);
  return known || harm || telling || other.cases.length - one.cases.length;
}

function rankOf({ fault }: FindingGroup): number {
  return findingClasses.indexOf(fault.class);
}

/** What takes no crash tells most. */
function regionRankOf({ seenIn: [first] }: FindingGroup): number {
  return first === undefined ? -1 : regionRank(first.region);
}
