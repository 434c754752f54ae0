import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { CannotJudge } from "../model/errors.js";
import { sha256 } from "../model/sha256.js";
import { rootFolder } from "./places.js";

/** The file of a program as it was when the target was loaded. */
export interface ProgramFile {
  readonly path: string;
  /** Hex; absent where the file can be executed, but not read. */
  readonly sha256?: string;
  /** Device, inode, size and times: another one after every write. Empty where it is gone. */
  readonly stamp: string;
}

/** A bare name is looked up on PATH; a path with a folder counts from `folder`. */
export function onPath(program: string, folder = rootFolder): string {
  if (program.includes("/")) return resolve(folder, program);
  return everyOnPath(program, process.env)[0] ?? program;
}

/**
 * Every program of this name in the folders of PATH, and where Debian keeps tools for root. A
 * relative folder counts from this process's, an empty one does not count.
 */
export function everyOnPath(name: string, environment: NodeJS.ProcessEnv): string[] {
  const folders = `${environment["PATH"] ?? ""}:/usr/sbin:/sbin`.split(":");
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => resolve(folder, name))
    .filter((path) => whyNoProgram(path) === undefined);
}

/** Why there is no program at a path; undefined where there is one. */
export function whyNoProgram(path: string): string | undefined {
  if (!existsSync(path)) return `there is no ${path}`;
  if (!statSync(path).isFile()) return `${path} is not a file`;
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch {
    return `${path} is not executable (chmod +x?)`;
  }
}

const interpreters = /^(?:sh|bash|dash|node|perl|python[\d.]*|ruby)$/;

/** The words of a command that say what runs: an interpreter and its script, or the program. */
export function startOf([program, script]: readonly [string, ...string[]]): string[] {
  const hasScript = script !== undefined && interpreters.test(basename(program));
  return hasScript && existsSync(script) ? [program, script] : [program];
}

/** Looks at the last file that the start of a command names: a script, not its interpreter. */
export function programFileOf(start: readonly string[]): ProgramFile {
  return lookAt(start.findLast((word) => word.startsWith("/") && existsSync(word)) ?? "");
}

/**
 * Throws CannotJudge where a program is not the one any more that was loaded: what it does from
 * here on must not be blamed on that one. A file that was only touched has not changed.
 */
export function requireSameProgram(loaded: ProgramFile): void {
  if (stampOf(loaded.path) === loaded.stamp) return;
  const now = lookAt(loaded.path);
  if (now.sha256 !== undefined && now.sha256 === loaded.sha256) return;
  throw new CannotJudge(
    `the program under test has changed since this run began: ${loaded.path} was ` +
      `${inWords(loaded)}, now it is ${inWords(now)}. Start again with one that stays as it is`,
  );
}

/** The file as it is when a run begins; as it was where it is gone, so that the run says so. */
export function lookAgain(loaded: ProgramFile): ProgramFile {
  const stamp = stampOf(loaded.path);
  return stamp === "" || stamp === loaded.stamp ? loaded : lookAt(loaded.path);
}

function lookAt(path: string): ProgramFile {
  // The stamp first: what is written in between shows at the next look.
  const stamp = stampOf(path);
  const digest = digestOf(path);
  return { path, stamp, ...(digest !== undefined && { sha256: digest }) };
}

/** Another text after every write to a file. Empty where there is no file. */
export function stampOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return "";
  return [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(":");
}

function digestOf(path: string): string | undefined {
  try {
    return sha256(readFileSync(path));
  } catch {
    return undefined; // It is gone, or may be executed, but not read.
  }
}

function inWords({ stamp, sha256: digest }: ProgramFile): string {
  if (stamp === "") return "gone";
  return digest === undefined ? `another file (${stamp})` : `SHA-256 ${digest}`;
}
