/** What a line of a watcher's log says. `pid` is that of the thread. */
export type LogLine =
  | { readonly kind: "call"; readonly pid: number; readonly name: string; readonly text: string }
  /** A frame of the call that ended last, innermost first. */
  | { readonly kind: "frame"; readonly frame: LoggedFrame };

/** A frame as the watcher sees it. */
export interface LoggedFrame {
  readonly path: string;
  /** Empty where the file has no names. */
  readonly name: string;
  /** Where the call returns to, in the file. */
  readonly offsetBytes: number;
}

/**
 * Reads the log of `strace -f -k`, line by line: a call that another thread has interrupted stands
 * on two lines, and is given once, when it has ended. What is none of calls and frames (an exit, a
 * signal) is left out. The form is strace's own: see strace(1), -f and -k.
 */
export class LogReader {
  readonly #begun = new Map<number, string>();

  /** What a line says; undefined where that is nothing yet. */
  read(line: string): LogLine | undefined {
    const frame = /^ > (.+?)\((.*?)(?:\+0x[\da-f]+)?\) \[0x([\da-f]+)\]$/.exec(line);
    if (frame !== null) return { kind: "frame", frame: frameOf(frame) };
    const [, pidText, rest] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (pidText === undefined || rest === undefined) return undefined;
    return this.#call(Number(pidText), rest);
  }

  #call(pid: number, rest: string): LogLine | undefined {
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (begun !== undefined) {
      this.#begun.set(pid, begun);
      return undefined;
    }
    const [, resumed] = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest) ?? [];
    const text = resumed === undefined ? rest : `${this.#begun.get(pid) ?? ""}${resumed}`;
    this.#begun.delete(pid);
    const name = /^(\w+)\(/.exec(text)?.[1];
    return name === undefined ? undefined : { kind: "call", pid, name, text };
  }
}

function frameOf([, path = "", name = "", offset = ""]: readonly string[]): LoggedFrame {
  return { path, name, offsetBytes: parseInt(offset, 16) };
}

/** What a call has returned, where it succeeded. */
export function resultOf(text: string): number | undefined {
  const [, result] = /\) += (\d+)(?:<.*>)?(?: .*)?$/.exec(text) ?? [];
  return result === undefined ? undefined : Number(result);
}

/** The path of the first or the second descriptor that stands among the arguments of a call. */
export function descriptorPath(text: string, which: "first" | "second"): string | undefined {
  const pattern = which === "first" ? /^\w+\(\d+<([^>]*)>/ : /^\w+\(\d+<[^>]*>.*?, \d+<([^>]*)>/;
  const path = pattern.exec(text)?.[1];
  return path === undefined ? undefined : unescaped(path);
}

/** The last number among the arguments of a call: the offset of a pwrite64. */
export function lastArgument(text: string): number | undefined {
  const [, number] = /, (\d+)\) += \d+/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The arguments that an execve gives to a program; shortened ones end in "...". */
export function startedWith(text: string): string[] | undefined {
  const list =
    /\["(?:[^"\\]|\\.)*"(?:\.\.\.)?(?:, "(?:[^"\\]|\\.)*"(?:\.\.\.)?)*(?:, \.\.\.)?\]/.exec(
      text,
    )?.[0];
  if (list === undefined) return undefined;
  return [...list.matchAll(/"((?:[^"\\]|\\.)*)"(\.\.\.)?/g)].map(
    ([, word = "", more = ""]) => `${unescaped(word)}${more}`,
  );
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" };

/** Bytes stand there as in C: `\n`, `\"`, `\377`, `\x3c`. */
function unescaped(text: string): string {
  const bytes = text.replace(
    /\\(?:x([\da-f]{2})|([0-7]{1,3})|(.))/g,
    (_, hex?: string, octal?: string, one?: string) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      return escapes[one ?? ""] ?? one ?? "";
    },
  );
  return Buffer.from(bytes, "latin1").toString();
}
