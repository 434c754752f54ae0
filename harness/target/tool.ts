import { execa } from "execa";
import { HarnessError } from "../model/errors.js";
import { debianPackagesOf } from "./debian-packages.js";

/** What a tool did. `exitCode` is null when a signal ended it. */
export interface ToolResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface ToolOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  readonly timeoutMs?: number;
  /** Kills the tool when it is aborted. Not through a launcher. */
  readonly signal?: AbortSignal;
  /** Open descriptors that the tool gets as 3, 4, ... Not through a launcher. */
  readonly descriptors?: readonly number[];
}

/** Runs a helper program (mkfs, fsck, ...) to its end. Throws HarnessError when it can't start. */
export type RunTool = (
  command: readonly [string, ...string[]],
  options?: ToolOptions,
) => Promise<ToolResult>;

/** Runs a tool as a direct child of this process. See RunTool. */
export const runTool: RunTool = async ([file, ...args], options = {}) => {
  const result = await execa(file, args, {
    reject: false,
    stripFinalNewline: false,
    env: toolEnvironment(options.env),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? {} : { input: options.input }),
    stdio: [
      options.input === undefined ? "ignore" : "pipe",
      "pipe",
      "pipe",
      ...(options.descriptors ?? []),
    ] as ["pipe", "pipe", "pipe"],
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    killSignal: "SIGKILL",
  });
  if (result.exitCode === undefined && result.signal === undefined && !result.timedOut) {
    throw new HarnessError(
      `cannot run ${file}: ${result.shortMessage ?? "unknown reason"}. ` +
        `Expected it on PATH or in /usr/sbin (Debian's package: ${debianPackagesOf([file])})`,
      { cause: result.cause },
    );
  }
  return {
    exitCode: result.exitCode ?? null,
    signal: result.signal ?? null,
    stdout: result.stdout,
    stderr: result.stderr,
    timedOut: result.timedOut,
  };
};

/** The environment of tools: English messages, and the folders where Debian keeps mkfs and fsck. */
export function toolEnvironment(extra: Readonly<Record<string, string>> = {}) {
  return { LC_ALL: "C.UTF-8", PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`, ...extra };
}

/** The first line that says why a tool failed, for error messages. */
export function reasonOf(result: ToolResult): string {
  if (result.timedOut) return "timed out";
  const line = (result.stderr.trim() || result.stdout.trim()).split("\n").at(-1) ?? "";
  return `exit ${result.exitCode ?? result.signal}: ${line}`;
}
