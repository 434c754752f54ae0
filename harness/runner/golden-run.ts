import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readFacts, type DiskFacts } from "../oracles/facts.js";
import { runFsck, type FsckReport } from "../oracles/fsck.js";
import type { Golden, GoldenRun } from "../oracles/golden.js";
import { sameContent, type Holds } from "../oracles/at-crash.js";
import { diskRegions } from "../layout/disk-regions.js";
import type { Region } from "../layout/region.js";
import type { Finding } from "../model/verdict.js";
import { sandboxFolder } from "../target/sandbox.js";
import { writesOf } from "./traces.js";
import type { Lab, RunRecord } from "./lab.js";
import { recordedRun, type RecordedRun } from "./recorded-run.js";
import type { Target } from "./target.js";

const secondsApartMs = 2100;

/** What two uninterrupted runs gave. */
export interface GoldenMade {
  readonly kind: "golden";
  readonly golden: Golden;
  /** Everything that the first run did. */
  readonly recorded: RecordedRun;
  readonly durationMs: number;
  /** What is wrong though nothing was killed. */
  readonly findings: readonly Finding[];
  readonly regionsBefore: readonly Region[];
  readonly regionsAfter: readonly Region[];
  /** Both uninterrupted runs made the same writes in the same order. */
  readonly deterministic: boolean;
}

/** What the assumptions gave: a golden to judge by, or why nothing can be judged. */
export type GoldenResult = GoldenMade | { readonly kind: "undecided"; readonly reason: string };

/** Checks the assumptions: a healthy base, and two uninterrupted runs that succeed. */
export async function makeGolden(lab: Lab, target: Target, holds: Holds): Promise<GoldenResult> {
  const { disk } = lab.shim;
  disk.resetToBase();
  const base = readFacts(disk.source());
  const unhealthy = whyUnhealthy(base, await fsckNow(lab, base));
  if (unhealthy !== undefined) return undecided(`the base image is not healthy: ${unhealthy}`);
  const regionsBefore = diskRegions(disk.source());
  const first = await goldenRun(lab, target);
  if ("reason" in first) return undecided(first.reason);
  const { recorded } = first;
  const regionsAfter = diskRegions(disk.source());
  disk.resetToBase();
  await otherSecond(first.record);
  const second = await goldenRun(lab, target);
  if ("reason" in second) return undecided(second.reason);
  disk.promote();
  await otherSecond(second.record);
  const again = await lab.run({ part: "resume", plain: true });
  const rerunIsQuiet = whyFailed(lab, again) === undefined && disk.pagesNotSnapshot().length === 0;
  disk.resetToBase();
  const golden: Golden = { base, runs: [first.run, second.run], rerunIsQuiet };
  return {
    kind: "golden",
    golden,
    recorded,
    durationMs: first.record.durationMs,
    findings: wrongWithoutCrash(golden, first.record, rerunIsQuiet, holds),
    regionsBefore,
    regionsAfter,
    deterministic: sameWrites(first.record, second.record),
  };
}

/**
 * Lets two runs begin more than two seconds apart, the resolution of FAT: what a target takes
 * from the clock then differs, and is not expected of a resumed run.
 */
async function otherSecond({ durationMs }: RunRecord): Promise<void> {
  if (durationMs < secondsApartMs) await sleep(secondsApartMs - durationMs);
}

function undecided(reason: string): GoldenResult {
  return { kind: "undecided", reason };
}

type OneRun =
  | {
      readonly run: GoldenRun;
      readonly record: RunRecord;
      readonly recorded: RecordedRun;
    }
  | { readonly reason: string };

async function goldenRun(lab: Lab, target: Target): Promise<OneRun> {
  const { disk } = lab.shim;
  const record = await lab.run({ part: "first" });
  const recorded = recordedRun(lab, record, target);
  const failed = whyFailed(lab, record);
  if (failed !== undefined) {
    return { reason: `the uninterrupted run failed: ${failed}. It said: ${lastWords(record)}` };
  }
  const facts = readFacts(disk.source());
  const changedPages = new Map(
    disk.pagesNotBase().map((page) => [page, Buffer.from(disk.page(page))]),
  );
  const fsck = await fsckNow(lab, facts);
  const leavesScratch = record.scratchLeft.length > 0;
  const leavesProcesses = record.strays.length > 0;
  return { run: { facts, fsck, changedPages, leavesScratch, leavesProcesses }, record, recorded };
}

function sameWrites(first: RunRecord, second: RunRecord): boolean {
  const [one, other] = [writesOf(first.trace), writesOf(second.trace)];
  return (
    one.length === other.length &&
    one.every(({ change, offsetBytes, lengthBytes }, index) => {
      const twin = other[index];
      return (
        twin?.change === change &&
        twin.offsetBytes === offsetBytes &&
        twin.lengthBytes === lengthBytes
      );
    })
  );
}

/** Runs the file systems' own checkers on the disk as it is now. */
export async function fsckNow(lab: Lab, facts: DiskFacts): Promise<FsckReport[]> {
  const scratch = join(sandboxFolder, "partition.img");
  const { shim, launcher } = lab;
  return lab.show((diskPath) =>
    runFsck(facts, shim.disk.source(), diskPath, scratch, launcher.runTool),
  );
}

/** Why a run that should have ended well did not, or undefined when it did. */
export function whyFailed(lab: Lab, record: RunRecord): string | undefined {
  const exit = record.exits.at(-1);
  if (record.ended === "hung") return `it did not end within its time (${record.durationMs} ms)`;
  if (record.ended === "broke") return `the shim gave up: ${record.status.failure}`;
  if (exit?.signal != null) return `command ${record.exits.length} was ended by ${exit.signal}`;
  if (exit === undefined || !lab.succeeded(exit)) {
    return `command ${record.exits.length} exited with ${String(exit?.exitCode)}`;
  }
  return undefined;
}

/** The last lines that the target printed. */
export function lastWords(record: RunRecord, lineCount = 3): string {
  const text = record.trace.map((event) => (event.kind === "output" ? event.text : "")).join("");
  return text.trim().split("\n").slice(-lineCount).join(" | ") || "nothing";
}

function whyUnhealthy(facts: DiskFacts, fsck: readonly FsckReport[]): string | undefined {
  if (facts.census.state !== "clean") {
    return `its GPT is "${facts.census.state}" (${facts.gptProblems.join("; ")})`;
  }
  for (const { entry, fileSystem } of facts.partitions) {
    if (fileSystem?.problem !== undefined) return `${entry.name}: ${fileSystem.problem}`;
  }
  const sick = fsck.find(({ clean }) => !clean);
  return sick === undefined ? undefined : `${sick.partition}: ${sick.complaint}`;
}

function wrongWithoutCrash(
  golden: Golden,
  record: RunRecord,
  rerunIsQuiet: boolean,
  holds: Holds,
): Finding[] {
  const wrong = (checker: string, message: string): Finding => ({
    checker,
    class: "wrong without any crash",
    message,
    kill: 0,
  });
  const { facts, fsck } = golden.runs[0];
  const findings = fsck
    .filter(({ clean }) => !clean)
    .map(({ partition, complaint }) => wrong("fsck", `${partition}: ${complaint}`));
  if (facts.census.state !== "clean") {
    findings.push(wrong("gpt", `the GPT is "${facts.census.state}"`));
  }
  const kept = new Set([
    ...holds.keeps,
    ...holds.always,
    ...holds.oneOf.flat(),
    ...holds.bystanders,
  ]);
  for (const before of golden.base.partitions.filter(({ entry }) => kept.has(entry.name))) {
    const now = facts.partitions.find(({ entry }) => entry.name === before.entry.name);
    if (now === undefined || !sameContent(before, now)) {
      findings.push(wrong("content", `${before.entry.name}: its files are not as before`));
    }
  }
  if (record.strays.length > 0) {
    findings.push(wrong("processes", `still running at the end: ${record.strays.join("; ")}`));
  }
  if (record.scratchLeft.length > 0) {
    findings.push(wrong("scratch", `left in TMPDIR: ${record.scratchLeft.join(", ")}`));
  }
  if (!rerunIsQuiet) {
    findings.push(wrong("rerun", "one more run on the finished disk fails or changes it"));
  }
  return findings;
}
