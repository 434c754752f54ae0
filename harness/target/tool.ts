import type { Readable } from "node:stream";
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
  /** Keeps so much of each output; the rest is read and dropped. Else 100 MB end the tool. */
  readonly mostOutputBytes?: number;
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
  const child = execa(file, args, {
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
    ...(options.mostOutputBytes === undefined ? {} : { buffer: false as const }),
  });
  const kept = [child.stdout, child.stderr].map((stream) =>
    options.mostOutputBytes === undefined ? undefined : beginning(stream, options.mostOutputBytes),
  );
  const result = await child;
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
    stdout: kept[0]?.() ?? result.stdout,
    stderr: kept[1]?.() ?? result.stderr,
    timedOut: result.timedOut,
  };
};

/** Reads a stream to its end and keeps its first bytes. */
function beginning(stream: Readable, mostBytes: number): () => string {
  const pieces: Buffer[] = [];
  let room = mostBytes;
  stream.on("data", (piece: Buffer) => {
    if (room > 0) pieces.push(piece.subarray(0, room));
    room -= piece.length;
  });
  return () => Buffer.concat(pieces).toString();
}

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
