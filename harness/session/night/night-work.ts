import { messageOf } from "../../model/errors.js";
import { runsOfNight, type NightWriter, type StoredNight } from "../../store/night/night-folder.js";
import type { NightLine } from "../../store/night/night-record.js";
import { thinEvidence } from "../../store/night/thin-evidence.js";
import { sizeOfFolder } from "../../store/room.js";
import { readRun } from "../../store/run-folder.js";
import { drawCanary } from "./draw-turn.js";
import { NightClock } from "./night-clock.js";
import { toldOf, type NightEvent, type NightResult } from "./night-events.js";
import { runCanary } from "./run-canary.js";
import { runTurn, type NightFrame } from "./run-turn.js";
import { SeenCases } from "./seen-cases.js";
import { spentOf } from "./spent.js";
import { StillWatch } from "../run/still-watch.js";
import { isCanaryDone, nextTurn } from "./turns-done.js";

/** What a sitting of a night works with. */
export interface Sitting {
  readonly stored: StoredNight;
  readonly writer: NightWriter;
  readonly jobs: number;
  readonly startedAt: string;
  readonly tell: (event: NightEvent) => void;
  readonly signal: AbortSignal;
}

const bytesInMiB = 2 ** 20;

/** Runs the turns of a night that are not done, until it ends. */
export async function runSitting(sitting: Sitting): Promise<NightResult> {
  const { stored, writer, startedAt, tell, signal } = sitting;
  const { path, night, lines } = stored;
  const first = nextTurn(lines);
  const spentMs = spentOf(stored);
  const clock = new NightClock(night.limits, spentMs, new Date(startedAt));
  const note = (line: NightLine) => {
    writer.append(line);
    tell({ kind: "line", line });
  };
  const frame: NightFrame = {
    ...{ path, night, jobs: sitting.jobs, clock, seen: seenIn(path), note, signal },
    tell: (event) => {
      const told = toldOf(event);
      if (told !== undefined) tell(told);
    },
    roomBytes: () => Math.max(0, night.diskBudgetMiB * bytesInMiB - sizeOfFolder(path)),
  };
  const head = () => ({ version: night.version, atMs: Math.round(clock.elapsedMs) });
  tell({ kind: "start", night, folder: path, turnsDone: first - 1 });
  note({ kind: "sitting", ...head(), startedAt });
  const end = (why: NightResult["why"], cause?: Error): NightResult => {
    note({ kind: "end", ...head(), endedAt: new Date().toISOString(), why });
    return { path, why, ...(cause && { cause }) };
  };
  try {
    await runTurns(frame, lines, first);
    return end("limit");
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(messageOf(error));
    return signal.aborted ? end("stopped", cause) : end("broke", cause);
  }
}

/** Until the time or the turns are up. Rejects where the signal is aborted. */
async function runTurns(
  frame: NightFrame,
  lines: readonly NightLine[],
  first: number,
): Promise<void> {
  const { night, clock, signal } = frame;
  const last = night.limits.turns ?? Infinity;
  for (let turn = first; turn <= last && clock.leftMs > 0; turn += 1) {
    thin(frame, turn);
    if (!isCanaryDone(lines, turn)) await canaryBefore(frame, turn);
    if (clock.leftMs > 0) await watched(frame, turn);
    signal.throwIfAborted();
  }
}

/** Runs a turn, and tells where it stands still. */
async function watched(frame: NightFrame, turn: number): Promise<void> {
  const { night, clock, note } = frame;
  const minutes = night.stillMinutes;
  const watch = new StillWatch(minutes * 60_000, () => {
    const atMs = Math.round(clock.elapsedMs);
    note({ kind: "still", version: night.version, atMs, turn, minutes });
  });
  const tell: NightFrame["tell"] = (event) => {
    if (event.kind !== "recording") watch.heard();
    frame.tell(event);
  };
  try {
    await runTurn({ ...frame, tell }, turn);
  } finally {
    watch.stop();
  }
}

async function canaryBefore(
  { path, night, clock, note, tell, signal }: NightFrame,
  turn: number,
): Promise<void> {
  const target = drawCanary(night, turn);
  if (target === undefined) return;
  const notice = (text: string) => tell({ kind: "notice", text });
  const canary = await runCanary(target, path, notice, signal);
  signal.throwIfAborted();
  const atMs = Math.round(clock.elapsedMs);
  const { elapsedMs, ...seen } = canary;
  const head = { kind: "canary", version: night.version, atMs, turn, target } as const;
  note({ ...head, ...seen, elapsedMs: Math.round(elapsedMs) });
}

function thin({ path, night, clock, note }: NightFrame, turn: number): void {
  const budgetBytes = night.diskBudgetMiB * bytesInMiB;
  const { removed, freedBytes } = thinEvidence(path, runsOfNight(path), budgetBytes);
  if (removed === 0) return;
  const freedMiB = Math.round(freedBytes / bytesInMiB);
  const atMs = Math.round(clock.elapsedMs);
  note({ kind: "thinned", version: night.version, atMs, turn, removed, freedMiB });
}

/** What the turns that were run have seen. */
function seenIn(path: string): SeenCases {
  const seen = new SeenCases();
  for (const run of runsOfNight(path)) seen.add(readRun(run).cases);
  return seen;
}
