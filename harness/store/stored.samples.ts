import type { EndRecord } from "./end-record.js";
import type { GoldenRecord } from "./golden-record.js";
import type { CaseRecord, RunJson } from "./records.js";

/** A run as run.json has it. */
export const run: RunJson = {
  version: 5,
  command: "crashpoint soak --scenario resize",
  scenario: "resize",
  about: "a mixed disk is resized",
  fingerprint: "9c1e",
  target: "reference",
  steps: ["shrinkFilesystems", "updatePartitions"],
  replayWords: [],
  seed: "7f3a",
  startedAt: "2026-11-20T12:31:00Z",
  options: { iterations: 2, strict: false, aim: "steps" },
  imageSha256: "00",
  program: { path: "/usr/bin/resizer", sha256: "01" },
  tools: { e2fsck: "1.47.0" },
  environment: { umask: "0022", variables: { TZ: "UTC0" } },
  host: { cpus: 2, kernel: "6.18" },
};

/** A case as cases.jsonl has it. */
export function caseRecord(index: number): CaseRecord {
  const sound = { primaryHeaderCrc: true, primaryEntriesCrc: true, entriesEqual: true };
  return {
    version: 5,
    id: "c1:resize:reference:7f3a:w5@9c1e",
    index,
    scenario: "resize",
    target: "reference",
    seed: "7f3a",
    model: "kill",
    cuts: [
      {
        point: { kind: "write", writes: 5, bytes: 0 },
        write: 5,
        bytes: 0,
        line: 2,
        ofWrites: 83,
        step: "shrinkFilesystems",
        region: "P9 P3: inode tables",
        landed: "landed",
        disk: {
          census: {
            state: "clean",
            ...sound,
            backupHeaderCrc: true,
            backupEntriesCrc: true,
            entriesInsideDisk: true,
            entriesOverlap: false,
          },
          destinations: [{ partition: "IMGA", state: "empty" }],
        },
      },
    ],
    verdict: "violated",
    class: "stuck",
    findings: [{ checker: "résumé", class: "stuck", place: "P3", message: "line\nbreak", kill: 1 }],
    known: false,
    resumes: 1,
    targetMs: 12.5,
    checksMs: 3,
    harnessMs: 1,
  };
}

/** Uninterrupted runs as golden.json has them. */
export const golden: GoldenRecord = {
  ...{ version: 5, writeCount: 83, lineCount: 12, durationMs: 250.5, deterministic: true },
  work: ["P3: resized from 2 MiB to 1 MiB"],
  findings: [
    { checker: "fsck", class: "needs repair", place: "EFI", message: "exit 1", known: true },
    {
      ...{ checker: "content", class: "silently lost", place: "P4", message: "gone" },
      ...{ expects: ["gone: P4"], known: false },
    },
  ],
  notices: [],
  writesByStep: { shrinkFilesystems: 83 },
  plan: {
    kind: "changes",
    pointsByModel: { kill: 3, "power on atomic-512": 2 },
    ...{ placeCount: 83, representedCount: 80, lossesLeftOut: 1, interruptsLeftOut: 0 },
    rows: [{ step: "shrinkFilesystems", region: "P3: inode tables", chosen: 3, all: 83 }],
  },
};

const finding = { checker: "fsck", class: "lost", place: "P3", message: "gone", kill: 0 } as const;

/** The end of a run as end.json has it, with all that it can have. */
export const end: EndRecord = {
  ...{ version: 5, verdict: "violated", why: { kind: "limit", graceMs: 120_000 } },
  ...{ endedAt: "2026-11-20T12:41:00Z", elapsedMs: 600_000.5, planned: 90 },
  ...{ lostWorkers: { stuck: 1, died: 0 }, keptCount: 3, noRoom: "the disk is full" },
  knownNotSeen: [{ class: "lost", place: "P3", why: "it is so", step: "copy" }],
  audit: [
    {
      ...{ afterWrite: 5, step: "copy", regionBefore: "P3", regionAfter: "P4" },
      trials: [{ dropped: { verdict: "violated", findings: [finding] }, control: undefined }],
    },
  ],
  missingFlushes: [{ id: "c1:s:t:1:w5@0000", needs: "a flush after write 5" }],
  ...{ notNestedCount: 1, liveNotNestedCount: 2, notNested: ["why"], secondsLeftOut: 3 },
};
