import { shardText } from "../model/shard.js";
import type { EndRecord } from "../store/end-record.js";
import { formatVersion } from "../store/format-version.js";
import { joinAudits } from "./join-audits.js";
import type { ShardRun } from "./shard-run.js";

type Verdict = EndRecord["verdict"];
type Why = EndRecord["why"];

/** From the one that says most of a run's end to the one that says least. */
const worstFirst = ["broke", "stopped", "undecided", "limit", "complete"] as const;

/**
 * The end of the whole run, of those of its shards. Its verdict is the worst of them, and at least
 * undecided where something is open: `open` says what, in words. It has taken as long as the
 * longest of them. Evidence is counted by whoever has copied it.
 */
export function joinEnds(
  shards: readonly ShardRun[],
  open: readonly string[],
  kept: Pick<EndRecord, "keptCount" | "noRoom">,
): EndRecord {
  const ends = shards.flatMap(({ end }) => (end === undefined ? [] : [end]));
  const sum = (countOf: (end: EndRecord) => number) =>
    ends.reduce((total, end) => total + countOf(end), 0);
  const audit = joinAudits(ends.flatMap((end) => (end.audit === undefined ? [] : [end.audit])));
  const planned = ends.every((end) => end.planned !== undefined)
    ? { planned: sum((end) => end.planned ?? 0) }
    : {};
  const noRoom = kept.noRoom ?? ends.find((end) => end.noRoom !== undefined)?.noRoom;
  return {
    version: formatVersion,
    verdict: verdictOf(shards, open),
    why: open.length > 0 ? { kind: "undecided", reason: open.join("; ") } : whyOf(shards),
    endedAt:
      ends
        .map(({ endedAt }) => endedAt)
        .sort()
        .at(-1) ?? "",
    elapsedMs: Math.max(0, ...ends.map(({ elapsedMs }) => elapsedMs)),
    ...planned,
    lostWorkers: {
      stuck: sum(({ lostWorkers }) => lostWorkers.stuck),
      died: sum(({ lostWorkers }) => lostWorkers.died),
    },
    keptCount: kept.keptCount,
    ...(noRoom === undefined ? {} : { noRoom }),
    knownNotSeen: notSeenIn(ends),
    ...(audit && { audit }),
    missingFlushes: oneOfEach(ends.flatMap((end) => end.missingFlushes)),
    notNestedCount: sum((end) => end.notNestedCount),
    liveNotNestedCount: sum((end) => end.liveNotNestedCount),
    notNested: ends.flatMap((end) => end.notNested),
    secondsLeftOut: sum((end) => end.secondsLeftOut),
  };
}

function verdictOf(shards: readonly ShardRun[], open: readonly string[]): Verdict {
  const verdicts = shards.map(({ end, cases }) => end?.verdict ?? verdictSoFar(cases));
  if (verdicts.includes("violated")) return "violated";
  return open.length > 0 || verdicts.includes("undecided") ? "undecided" : "held";
}

/** Of a shard that has not ended: it can get no better than that. */
function verdictSoFar(cases: ShardRun["cases"]): Verdict {
  return cases.some(({ verdict, known }) => verdict === "violated" && !known)
    ? "violated"
    : "undecided";
}

function whyOf(shards: readonly ShardRun[]): Why {
  const ended = shards.flatMap(({ shard, end }) => (end === undefined ? [] : [{ shard, end }]));
  const kind = worstFirst.find((each) => ended.some(({ end }) => end.why.kind === each));
  if (kind === undefined || kind === "complete") return { kind: "complete" };
  const such = ended.filter(({ end }) => end.why.kind === kind);
  if (kind === "limit") return { kind };
  const reasons = such.flatMap(({ shard, end: { why } }) =>
    "reason" in why ? [`${shardText(shard)}: ${why.reason}`] : [],
  );
  return { kind, reason: reasons.join("; ") };
}

/** What has explained something in one shard was seen. */
function notSeenIn(ends: readonly EndRecord[]): EndRecord["knownNotSeen"] {
  const [first, ...others] = ends.map(({ knownNotSeen }) => knownNotSeen);
  const has = (all: EndRecord["knownNotSeen"], text: string) =>
    all.some((each) => JSON.stringify(each) === text);
  return (first ?? []).filter((each) => others.every((all) => has(all, JSON.stringify(each))));
}

function oneOfEach<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
