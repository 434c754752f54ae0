import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import {
  descriptorPath,
  lastArgument,
  LogReader,
  resultOf,
  type LoggedFrame,
} from "./log-lines.js";
import { ProcessWords } from "./process-words.js";
import { changingCalls } from "./watch-calls.js";

/** A system call that has changed the medium. */
export interface WatchedCall {
  /** Of the thread. */
  readonly pid: number;
  readonly name: string;
  /** Bytes that it has written; 0 of one that writes none, such as ftruncate. */
  readonly lengthBytes: number;
  /** Where they begin, where the call says so. */
  readonly offsetBytes: number | undefined;
  /** What its process was started with. */
  readonly process: readonly string[];
  /** Innermost first; equal stacks are one array. */
  readonly stack: readonly LoggedFrame[];
}

/** A call before it is known what its process was started with. */
type Unnamed = Omit<WatchedCall, "process" | "stack"> & { readonly at: number };

/** Reads the log of a watched run: the calls that have changed the file at `path`, in order. */
export async function readCalls(logPath: string, path: string): Promise<WatchedCall[]> {
  const lines = createInterface({ input: createReadStream(logPath, "latin1") });
  const reader = new LogReader();
  const words = new ProcessWords();
  const stacks = new Stacks();
  const calls: Unnamed[] = [];
  const stackOf: (readonly LoggedFrame[])[] = [];
  let isOpen = false;
  let at = 0;
  const close = () => {
    const stack = stacks.take();
    if (isOpen) stackOf.push(stack);
    isOpen = false;
  };
  for await (const line of lines) {
    at += 1;
    const read = reader.read(line);
    if (read?.kind === "frame") stacks.add(line, read.frame);
    if (read?.kind !== "call") continue;
    close();
    words.note(read, at);
    const call = changeOf(read, path);
    if (call === undefined) continue;
    calls.push({ ...call, at });
    isOpen = true;
  }
  close();
  return calls.map(({ at: line, ...call }, index) => ({
    ...call,
    process: words.of(call.pid, line),
    stack: stackOf[index] ?? [],
  }));
}

/** The call, where it has changed the file at `path`. */
function changeOf(
  { pid, name, text }: { readonly pid: number; readonly name: string; readonly text: string },
  path: string,
): Omit<Unnamed, "at"> | undefined {
  const which = changingCalls[name];
  const result = resultOf(text);
  if (which === undefined || result === undefined) return undefined;
  if (descriptorPath(text, which) !== path) return undefined;
  const offsetBytes = name === "pwrite64" ? lastArgument(text) : undefined;
  return { pid, name, lengthBytes: result, offsetBytes };
}

/** Stacks that come again and again: each is kept once. */
class Stacks {
  readonly #known = new Map<string, readonly LoggedFrame[]>();
  #lines: string[] = [];
  #frames: LoggedFrame[] = [];

  add(line: string, frame: LoggedFrame): void {
    this.#lines.push(line);
    this.#frames.push(frame);
  }

  take(): readonly LoggedFrame[] {
    const key = this.#lines.join("\n");
    const stack = this.#known.get(key) ?? this.#frames;
    this.#known.set(key, stack);
    [this.#lines, this.#frames] = [[], []];
    return stack;
  }
}
