import { messageOf } from "../../model/errors.js";
import type { EndRecord } from "../../store/end-record.js";
import { formatVersion } from "../../store/format-version.js";
import type { RunEnd, RunResult } from "../run/run-events.js";

/** What is stored of the end of a run. */
export function endRecordOf(result: Omit<RunResult, "stored">): EndRecord {
  const { verdict, end, totals, noRoom, knownNotSeen, audit, missingFlushes } = result;
  const { notNestedCount, liveNotNestedCount, notNested, secondsLeftOut } = result;
  const { elapsedMs, planned, lostWorkers, kept } = totals;
  return {
    ...{ version: formatVersion, verdict, why: whyOf(end), endedAt: new Date().toISOString() },
    ...{ elapsedMs, lostWorkers, keptCount: kept },
    ...(Number.isFinite(planned) ? { planned } : {}),
    ...(noRoom === undefined ? {} : { noRoom }),
    knownNotSeen: knownNotSeen.map(({ class: name, place, why, ...when }) => ({
      ...{ class: name, place, why },
      ...("step" in when ? { step: when.step } : {}),
    })),
    ...(audit === undefined ? {} : { audit }),
    ...{ missingFlushes, notNestedCount, liveNotNestedCount, notNested, secondsLeftOut },
  };
}

function whyOf(end: RunEnd): EndRecord["why"] {
  switch (end.kind) {
    case "complete":
      return { kind: "complete" };
    case "limit":
      return end;
    case "undecided":
      return end;
    case "stopped":
    case "broke":
      return { kind: end.kind, reason: messageOf(end.cause) };
  }
}
