import type { Scenario } from "../catalogue/scenario.js";
import type { Device } from "../model/power.js";
import type { RecordedRun } from "../model/recorded-run.js";
import type { Fault, UncrashedFault } from "../model/verdict.js";
import type { RunTool } from "../target/tool.js";
import type { Bench } from "./bench.js";
import type { CrashModels } from "./crash-models.js";
import type { Judge } from "./judge.js";

/**
 * What a target changes and a crash leaves behind. It opens as three parts: a bench that holds it
 * for runs, crash models, and a judge. Above this seam nobody knows of what kind it is.
 */
export interface Medium {
  readonly bench: Bench;
  /** Looks at the base, which is on the bench, to see what uninterrupted runs make of it. */
  watchGolden(scenario: Scenario): Promise<GoldenWatch>;
  /** Crashes and judges by what uninterrupted runs have left, here or in another process. */
  openBy(golden: MediumGolden, recorded: RecordedRun, devices: readonly Device[]): OpenMedium;
  /** What uninterrupted runs have left, to be judged again; undefined where nobody can. */
  readonly ends: RunEnds | undefined;
  /** The traces of other tools; undefined where no tool keeps any of this medium. */
  readonly logs: TraceLogs | undefined;
}

/** Crash models and a judge that know what uninterrupted runs leave. */
export interface OpenMedium {
  readonly crashes: CrashModels;
  readonly judge: Judge;
}

/** What a judge goes by: plain data of the medium's own, which other processes can be sent. */
export interface MediumGolden {
  readonly medium: string;
}

/** What one more run on a finished medium has done: nothing, nothing that matters, or something. */
export type Rerun =
  | { readonly kind: "quiet" }
  | { readonly kind: "harmless"; readonly message: string }
  | {
      readonly kind: "not repeatable";
      readonly how: "fails" | "changes";
      readonly message: string;
    };

/** How a run has ended, as its user saw it. */
export interface RunTold {
  /** Why it has failed; undefined where it has succeeded. */
  readonly problem: string | undefined;
  /** Its last words. */
  readonly said: string;
}

/** What a run did to a medium, in words, and what of it is a loss that nobody has asked for. */
export interface WorkDone {
  readonly lines: readonly string[];
  readonly faults: readonly Fault[];
  /** Names of what it has left byte for byte as it was. */
  readonly leftAlone: readonly string[];
  /** Names of what it has moved, resized or rewritten, with the same files in it as before. */
  readonly sameFiles: readonly string[];
}

/** Sees uninterrupted runs, and tells what may be expected of crashed ones. */
export interface GoldenWatch {
  /** What is wrong with the base before anything has run. */
  readonly baseProblems: readonly string[];
  /** Notes what an uninterrupted run has left on the bench. Called twice. */
  observe(run: RecordedRun): Promise<void>;
  /** Time stamps on the medium are as coarse as this, as far as was seen. */
  clockStepMs(): number;
  /** Judges one more run on what the first had left. */
  rerun(told: RunTold): Promise<Rerun>;
  /** What a run has done to the medium on the bench, though it may have failed. */
  workDone(): Promise<WorkDone>;
  /**
   * What both runs have in common, or in what they differ though they must not. What the first has
   * left is on the bench again.
   */
  finish(): Promise<GoldenSeen>;
}

/** What two uninterrupted runs have shown of the medium. */
export type GoldenSeen =
  | { readonly kind: "differs"; readonly reason: string }
  | {
      readonly kind: "alike";
      readonly golden: MediumGolden;
      /** What is wrong though nothing was crashed. */
      readonly findings: readonly UncrashedFault[];
      /** What they do to the medium, in words. */
      readonly work: readonly string[];
      /** What the reader should know before any crash. */
      readonly notices: readonly string[];
      /** Both runs made the same changes in the same order. */
      readonly deterministic: boolean;
    };

/** What uninterrupted runs have left, as bytes: each over what the recorded run leads to. */
export interface StoredEnds {
  readonly runs: readonly [Buffer, Buffer];
  /** What one more run has made of the first, over that, where it is something else. */
  readonly rerun?: { readonly bytes: Buffer; readonly exitedZero: boolean };
}

/** Stores what uninterrupted runs have left, and judges it again. */
export interface RunEnds {
  /** Moves the bench. */
  store(golden: MediumGolden, recorded: RecordedRun): StoredEnds;
  /** What was stored, judged anew. Moves the bench. Throws DecodeError. */
  judge(scenario: Scenario, ends: StoredEnds, recorded: RecordedRun): Promise<GoldenSeen>;
}

/** Traces in the form of another tool. */
export interface TraceLogs {
  /**
   * Reads one to take the place of the recorded run. A log that ends otherwise than the
   * uninterrupted runs is of another work: the reason says so. Throws DecodeError.
   */
  read(
    path: string,
    golden: MediumGolden,
  ): Promise<RecordedRun | { readonly kind: "undecided"; readonly reason: string }>;
  /** Writes the first changes of a run; the bench must be in the state that it started from. */
  write(path: string, run: RecordedRun, changeCount: number): ExportedLog;
}

/** What an exported log holds. */
export interface ExportedLog {
  readonly entryCount: number;
  /** What the trace tells and a log can't, counted by name. */
  readonly losses: readonly { readonly name: string; readonly count: number }[];
}

/**
 * Opens a medium inside of a sandbox. `launchTool` starts tools from a small process, as one that
 * holds much memory pays for it at each start.
 */
export type MediumOpener = (imagePath: string, launchTool: RunTool) => Promise<Medium>;
