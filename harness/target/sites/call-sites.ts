import { basename } from "node:path";
import type { CallSite, Frame } from "../../model/sites/call-site.js";
import { shellWord } from "../../model/shell-word.js";
import type { RunTool } from "../tool.js";
import type { LoggedFrame } from "./log-lines.js";
import { ownFrames, shortName } from "./own-frames.js";
import { sourceLines, type SourceLines } from "./source-lines.js";
import type { WatchedCall } from "./watched-calls.js";

/** Sites of calls, in the order in which each is first called. */
export interface FoundSites {
  readonly sites: readonly CallSite[];
  /** The number of each call's site, in the order of the calls. */
  readonly siteOf: readonly number[];
  readonly notes: readonly string[];
}

/**
 * Tells the places apart from which calls were made: by the system call, the words of the process,
 * and the innermost functions of its own code, each with the place in it.
 */
export async function callSites(
  calls: readonly WatchedCall[],
  runTool: RunTool,
): Promise<FoundSites> {
  const numbers = new Map<string, number>();
  const firsts: { readonly call: WatchedCall; readonly frames: readonly LoggedFrame[] }[] = [];
  const frames = memo(ownFrames);
  const siteOf = calls.map((call) => {
    const own = frames(call.stack);
    const places = own.map(({ path, offsetBytes }) => `${path} ${offsetBytes}`);
    const key = JSON.stringify([call.name, call.process, places]);
    const number = numbers.get(key) ?? firsts.push({ call, frames: own });
    numbers.set(key, number);
    return number;
  });
  const lines = await sourceLines(
    firsts.flatMap((each) => each.frames),
    runTool,
  );
  const sites = firsts.map(({ call, frames: own }, index) => ({
    number: index + 1,
    call: call.name,
    process: readable(call.process.map(shellWord).join(" ")),
    frames: own.map((frame) => frameOf(frame, lines)),
  }));
  return { sites, siteOf, notes: lines.notes };
}

function frameOf(frame: LoggedFrame, lines: SourceLines): Frame {
  const { name, source } = lines.of(frame);
  const program = basename(frame.path);
  const shown = name === undefined ? `0x${frame.offsetBytes.toString(16)}` : shortName(name);
  return {
    ...{ program: readable(program), name: readable(shown) },
    ...(source !== undefined && { source: readable(source) }),
  };
}

/** Names of programs and their words say whatever they like: a terminal is not to obey them. */
function readable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}]+/gu, (found) =>
    /^\s+$/.test(found) ? " " : "?",
  );
}

function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
