import { basename } from "node:path";
import { isInstalled } from "../installed.js";
import type { RunTool } from "../tool.js";
import { addressOf, isNamedAt, readProgram, type Program } from "./elf-program.js";
import type { LoggedFrame } from "./log-lines.js";

/** What a program and its debugging information say of a place in it. */
export interface SourceLine {
  /** The function; undefined where nothing says that. */
  readonly name?: string | undefined;
  /** `/src/table.go:412`. */
  readonly source?: string | undefined;
}

/** Names and lines of frames, and what is missing for more. */
export interface SourceLines {
  of(frame: LoggedFrame): SourceLine;
  readonly notes: readonly string[];
}

/**
 * The lines of frames, by the debugging information in their programs and that which packages of
 * the distribution have put beside them. addr2line (binutils) reads it, and gdb where that fails,
 * as it does with what newer compilers write.
 */
export async function sourceLines(
  frames: readonly LoggedFrame[],
  runTool: RunTool,
): Promise<SourceLines> {
  const known = new Map<string, SourceLine>();
  const blind: (Program & { readonly path: string })[] = [];
  for (const path of new Set(frames.map((each) => each.path))) {
    const those = frames.filter((each) => each.path === path);
    const offsets = [...new Set(those.map(({ offsetBytes }) => offsetBytes))];
    const program = await readProgram(path, runTool);
    // A call returns behind itself.
    const addresses = offsets.map((each) => addressOf(program, each) - 1);
    const lines = await linesOf(path, addresses.map(hex), runTool);
    for (const [index, offset] of offsets.entries()) {
      const seen = those.find(({ offsetBytes }) => offsetBytes === offset)?.name ?? "";
      const isSeen = seen !== "" && isNamedAt(program, addresses[index] ?? 0);
      const { name: told, source } = lines[index] ?? {};
      // Without a line it is the nearest exported function, as above.
      const name = isSeen ? seen : source === undefined ? undefined : told;
      known.set(`${path}\n${offset}`, { name, source });
    }
    if (lines.every(({ source }) => source === undefined)) blind.push({ ...program, path });
  }
  return {
    of: ({ path, offsetBytes }) => known.get(`${path}\n${offsetBytes}`) ?? {},
    notes: await missingNotes(blind, runTool),
  };
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}

async function linesOf(
  path: string,
  addresses: readonly string[],
  runTool: RunTool,
): Promise<readonly SourceLine[]> {
  const lines = isInstalled("addr2line") ? await byAddr2line(path, addresses, runTool) : [];
  const isTold = lines.some(({ source }) => source !== undefined);
  if (isTold || !isInstalled("gdb")) return lines;
  const others = await byGdb(path, addresses, runTool);
  return addresses.map((_, index) => ({ name: lines[index]?.name, ...others[index] }));
}

async function byAddr2line(
  path: string,
  addresses: readonly string[],
  runTool: RunTool,
): Promise<SourceLine[]> {
  const command = ["addr2line", "-f", "-C", "-e", path] as const;
  const { stdout } = await runTool(command, { input: `${addresses.join("\n")}\n` });
  const lines = stdout.split("\n");
  return addresses.map((_, index) => {
    const [name = "??", source = "??"] = lines.slice(2 * index);
    const plain = source.replace(/ \(discriminator \d+\)$/, "");
    return {
      name: name === "??" ? undefined : name,
      source: /^\?\?|:[0?]$/.test(plain) ? undefined : plain,
    };
  });
}

async function byGdb(
  path: string,
  addresses: readonly string[],
  runTool: RunTool,
): Promise<SourceLine[]> {
  const asked = addresses.flatMap((each) => ["-ex", `info line *${each}`]);
  // A program may bring scripts along for gdb, which are not to run.
  const quiet = ["-nx", "-batch", "-iex", "set auto-load no"];
  const { stdout } = await runTool(["gdb", ...quiet, ...asked, path]);
  const answers = stdout.split("\n").filter((line) => /^(?:Line \d|No line number)/.test(line));
  if (answers.length !== addresses.length) return [];
  return answers.map((line) => {
    const [, number, file] = /^Line (\d+) of "(.*?)" /.exec(line) ?? [];
    return number === undefined ? {} : { source: `${file ?? ""}:${number}` };
  });
}

/** One line for all programs that lack the same. */
async function missingNotes(
  programs: readonly (Program & { readonly path: string })[],
  runTool: RunTool,
): Promise<string[]> {
  const unread = programs.filter(({ hasLines }) => hasLines);
  const without = programs.filter(({ hasLines }) => !hasLines);
  const packages = new Set<string>();
  for (const { path } of without) {
    const owner = await packageOf(path, runTool);
    if (owner !== undefined) packages.add(`${owner}-dbgsym`);
  }
  const names = (those: typeof programs) => those.map(({ path }) => basename(path)).join(", ");
  const how =
    packages.size === 0
      ? "build it with debugging information (-g), and do not strip it"
      : `it is in Debian's ${[...packages].join(", ")}`;
  return [
    ...(unread.length === 0
      ? []
      : [`no files and lines of ${names(unread)}: install what reads them (gdb)`]),
    ...(without.length === 0
      ? []
      : [`no files and lines of ${names(without)}, without debugging information: ${how}`]),
  ];
}

/** The Debian package that a file has come with. */
async function packageOf(path: string, runTool: RunTool): Promise<string | undefined> {
  if (!isInstalled("dpkg")) return undefined;
  for (const each of [path, path.replace(/^\/usr\//, "/")]) {
    const { exitCode, stdout } = await runTool(["dpkg", "-S", each]);
    if (exitCode === 0) return /^([^:,]+)/.exec(stdout)?.[1];
  }
  return undefined;
}
