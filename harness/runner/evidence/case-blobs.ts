import type { StoredEnds } from "../../media/medium.js";
import type { Fault } from "../../model/verdict.js";
import type { Blob } from "../../store/blob-store.js";
import type { StoredJudgement } from "../../store/failures/failure-case.js";
import type { Evidence, JudgedEnd, JudgedScene } from "./evidence.js";

/** What uninterrupted runs have left, as it is kept beside a case. */
export interface GoldenBytes {
  readonly traceBytes: Buffer;
  readonly ends: StoredEnds;
  /** What the medium's judge has found in them. */
  readonly findings: readonly Fault[];
}

/** What of a case was stored as blobs, by their digests. */
export interface StoredBlobs {
  /** The trace of each run that was crashed. */
  readonly traces: readonly string[];
  /** Absent where the medium can't be judged without a run. */
  readonly judged?: StoredJudgement;
}

/** All that is stored of a case as blobs. */
export interface CaseBlobs {
  readonly blobs: readonly Blob[];
  /** What their digests are of; they stand in the order of the blobs. */
  readonly named: (digests: readonly string[]) => StoredBlobs;
}

/** The traces of a case, and what it takes to judge it again without a run. */
export function caseBlobs(evidence: Evidence, golden: GoldenBytes | undefined): CaseBlobs {
  const { scenes, end, traces } = evidence;
  const ofTraces = traces.map((bytes): Blob => ({ kind: "traces", bytes }));
  if (golden === undefined) return { blobs: ofTraces, named: (digests) => ({ traces: digests }) };
  const { ends, traceBytes, findings } = golden;
  const states = [...ends.runs, ...(ends.rerun ? [ends.rerun.bytes] : [])];
  const ofStates = [...states, ...(end ? [end.stateBytes] : [])];
  return {
    blobs: [
      ...ofTraces,
      { kind: "traces", bytes: traceBytes },
      ...ofStates.map((bytes): Blob => ({ kind: "states", bytes })),
    ],
    named: (digests) => {
      const rest = digests.slice(traces.length);
      const [trace = "", first = "", second = "", ...more] = rest;
      const rerun = ends.rerun && { state: more[0] ?? "", exitedZero: ends.rerun.exitedZero };
      return {
        traces: digests.slice(0, traces.length),
        judged: {
          golden: {
            ...{ trace, findings: findings.map(plain), runs: [first, second] },
            ...(rerun && { rerun }),
          },
          crashes: scenes.map(crashOf),
          ...(end && { end: endOf(end, digests.at(-1) ?? "") }),
        },
      };
    },
  };
}

function crashOf({ scene, findings }: JudgedScene): StoredJudgement["crashes"][number] {
  const { landed, isToStay, promise } = scene;
  return {
    ...{ landed, isToStay, findings: findings.map(plain) },
    ...(promise === undefined ? {} : { promise }),
  };
}

function endOf({ told, judgement }: JudgedEnd, state: string): NonNullable<StoredJudgement["end"]> {
  return { state, told, findings: judgement.findings.map(plain) };
}

/** Some faults know more than is stored. */
function plain({ checker, class: className, place, message }: Fault): Fault {
  return { checker, class: className, place, message };
}
