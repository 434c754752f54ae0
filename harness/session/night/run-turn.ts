import { rmSync } from "node:fs";
import { relative } from "node:path";
import { leavesUndecided, messageOf, UsageError } from "../../model/errors.js";
import { runOfTurn, turnFolder } from "../../store/night/night-folder.js";
import type { NightLine, NightRecord } from "../../store/night/night-record.js";
import { countHost } from "../../target/host-counts.js";
import type { SessionPlan } from "../cases/session-plan.js";
import { startSession } from "../cases/session.js";
import { earlierSittings, planRest } from "../continue/continue-run.js";
import type { RunEvent, RunResult } from "../run/run-events.js";
import { drawTurn, turnWords, type Turn } from "./draw-turn.js";
import type { NightClock } from "./night-clock.js";
import { openSubject, planTurn } from "./open-turn.js";
import type { SeenCases } from "./seen-cases.js";

/** What the turns of a night have in common. */
export interface NightFrame {
  readonly path: string;
  readonly night: NightRecord;
  readonly jobs: number;
  readonly clock: NightClock;
  readonly seen: SeenCases;
  readonly note: (line: NightLine) => void;
  readonly tell: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  /** The folder of the night may take so much more. */
  readonly roomBytes: () => number;
}

/** How a turn has ended: done, or not, since the night was stopped or its time was up. */
export type TurnEnd = "done" | "not done";

/** Runs a turn, or the rest of one. Rejects with what says nothing of a target. */
export async function runTurn(frame: NightFrame, number: number): Promise<TurnEnd> {
  const { night, clock, note, signal } = frame;
  const turn = drawTurn(night, number);
  const head = () => ({ version: night.version, atMs: Math.round(clock.elapsedMs), turn: number });
  note({ kind: "began", ...head(), what: turnWords(turn) });
  const startedMs = clock.elapsedMs;
  const end = (more: Omit<Extract<NightLine, { kind: "ended" }>, keyof ReturnType<typeof head>>) =>
    note({ ...head(), ...more });
  const common = () => ({
    kind: "ended" as const,
    elapsedMs: Math.round(clock.elapsedMs - startedMs),
    counts: countHost(),
  });
  try {
    const result = await runOf(frame, turn);
    const isCut = result.end.kind === "stopped" || clock.leftMs === 0;
    if (isCut) return "not done";
    frame.seen.add(result.records);
    const why = result.verdict === "undecided" ? result.undecided[0] : undefined;
    const run = relative(frame.path, result.folder);
    const { verdict, totals } = result;
    end({ ...common(), run, verdict, ...(why && { why }), cases: totals.cases });
  } catch (error) {
    if (signal.aborted) return "not done";
    if (!(error instanceof UsageError) && !leavesUndecided(error)) throw error;
    end({ ...common(), verdict: "undecided", why: messageOf(error), cases: 0 });
  }
  return "done";
}

async function runOf(frame: NightFrame, turn: Turn): Promise<RunResult> {
  const { tell, signal } = frame;
  const run = startSession(await planOf(frame, turn), signal);
  for await (const event of run.events) tell(event);
  return run.done;
}

/** What is left of the turn, where it was begun. */
async function planOf(frame: NightFrame, turn: Turn): Promise<SessionPlan> {
  const { path, night, jobs, clock } = frame;
  const results = turnFolder(path, turn.number);
  const notice = (text: string) => frame.tell({ kind: "notice", text });
  const run = runOfTurn(path, turn.number);
  // A harness that was killed before the run was there may have left a part of its folder.
  if (run === undefined) rmSync(results, { recursive: true, force: true });
  const begun = run === undefined ? undefined : earlierSittings(run);
  const plan =
    begun === undefined
      ? await planTurn(turn, { results, jobs, strict: night.strict }, notice)
      : planRest((await openSubject(turn.subject, notice)).subject, begun, { jobs });
  return {
    ...plan,
    limits: { ...plan.limits, ms: (begun?.spentMs ?? 0) + clock.leftMs },
    seen: frame.seen.of(plan.subject.target.name),
    evidenceLimitBytes: frame.roomBytes(),
  };
}
