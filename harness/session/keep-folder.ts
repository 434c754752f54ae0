import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../model/errors.js";
import { programName } from "../catalogue/places.js";
import { classOrReason } from "../store/records.js";
import type { Story } from "./run/run-events.js";

/** Makes the folder that an option names. Throws UsageError where it can't, or one is in use. */
export function makeKeepFolder(option: string, path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError(`--${option}: cannot make ${folder}`, { cause });
  }
  if (readdirSync(folder).length > 0) {
    throw new UsageError(`--${option}: ${folder} is not empty; nothing there is overwritten`);
  }
  return folder;
}

/** Adds what was said, and how to look at the images, to the images that the worker has left. */
export function keepLogs(folder: string, id: string, replayCommand: string, story: Story): void {
  const { record, outputs } = story;
  const crashCount = record.cuts.length;
  outputs.forEach((text, index) => {
    const name =
      index < crashCount ? `run-${index + 1}-crashed.log` : `resume-${index - crashCount + 1}.log`;
    writeFileSync(join(folder, name), text);
  });
  writeFileSync(join(folder, "how-to-look.txt"), howToLook(folder, id, replayCommand, record));
}

function howToLook(
  folder: string,
  id: string,
  replayCommand: string,
  record: Story["record"],
): string {
  const names = [...record.cuts.keys()].map((index) => `crash-${index + 1}`);
  const isTree = existsSync(join(folder, "resumed"));
  const look = isTree ? lookAtFolder : lookAtImage;
  const lines = [...names, "resumed"].flatMap((name) => look(folder, name));
  const findings = record.findings.map(({ checker, class: name, message, kill }) => {
    const when = kill === 0 ? "after the last resume" : `after crash ${kill}`;
    return `  ${name}, seen by ${checker} ${when}: ${message}`;
  });
  return [
    `Case ${id}`,
    `Verdict: ${record.verdict} (${classOrReason(record)})`,
    ...findings,
    "",
    ...(isTree ? whatFoldersAre : whatImagesAre),
    "run-N-crashed.log and resume-N.log hold what the target said.",
    "",
    ...lines,
    `Run it again: ${replayCommand}`,
    "",
  ].join("\n");
}

const whatImagesAre = [
  "What each image is: crash-N.img is the disk that crash N left, resumed.img is the disk after",
  "the last resume.",
];

const whatFoldersAre = [
  "What each folder is: crash-N is the tree that crash N left, resumed is the tree after the last",
  "resume.",
];

function lookAtImage(folder: string, name: string): string[] {
  const path = join(folder, `${name}.img`);
  return [
    `${name}.img:`,
    `  ${programName} disk ${path}`,
    `  sgdisk -v ${path}`,
    `  e2fsck -fn '${path}?offset=START'         # START: bytes, as "crashpoint disk" prints it`,
    `  debugfs -R 'ls -l /' '${path}?offset=START'`,
    "",
  ];
}

function lookAtFolder(folder: string, name: string): string[] {
  const path = join(folder, name);
  return [`${name}:`, `  ls -lR ${path}`, `  diff -r --no-dereference BEFORE ${path}`, ""];
}
