import { changeParts, type Fate, type Piece, type PowerLoss } from "./power.js";
import {
  interruptSignals,
  type CrashPoint,
  type Interrupt,
  type InterruptSignal,
} from "./trace.js";

/**
 * A crash point as ids write it. `w523` is after write 523, `w81+100` after 81 writes and 100
 * bytes of the next, `l4` when 4 lines have been printed, `i42` interrupted by ctrl-C after write
 * 42; `i42+3`: by ctrl-C again 3 writes later; `i42.term`, `i42+3.hup`: by that signal.
 * `p523.volatile.x12-14.16` is power lost after write 523 on the device "volatile", of the cached
 * writes 12 to 14 and 16 lost; `o12` instead of it: only 12 landed; `s3`: seeded subset 3;
 * `t16+0-512`: these bytes of write 16 are trash; `x16+data`: of change 16 of a tree the data, but
 * not the size; `p523e`: the target had ended; `f510`: the flush after write 510 was ignored.
 */
export function formatCut(cut: CrashPoint): string {
  switch (cut.kind) {
    case "line":
      return `l${cut.line}`;
    case "interrupt":
      return formatInterrupt(cut);
    case "write":
      return cut.bytes === 0 ? `w${cut.writes}` : `w${cut.writes}+${cut.bytes}`;
    case "power":
      return formatPower(cut);
  }
}

/** Reads what `formatCut` wrote; undefined where it did not. */
export function parseCut(text: string): CrashPoint | undefined {
  if (text.startsWith("p")) return parsePower(text);
  if (text.startsWith("i")) return parseInterrupt(text);
  const match = /^(?:w(0|[1-9]\d{0,8})(?:\+([1-9]\d{0,8}))?|l([1-9]\d{0,8}))$/.exec(text);
  if (match === null) return undefined;
  const [, writes, bytes = 0, line] = match;
  if (line !== undefined) return { kind: "line", line: Number(line) };
  return { kind: "write", writes: Number(writes), bytes: Number(bytes) };
}

const usualSignal: InterruptSignal = "INT";

/** What people call it: "ctrl-C", "SIGTERM"; "ctrl-C twice" where it comes again. */
export function interruptWords({ signal, againAfter }: Interrupt): string {
  const name = signal === usualSignal ? "ctrl-C" : `SIG${signal}`;
  return againAfter === undefined ? name : `${name} twice`;
}

function formatInterrupt({ writes, signal, againAfter }: Interrupt): string {
  const again = againAfter === undefined ? "" : `+${againAfter}`;
  return `i${writes}${again}${signal === usualSignal ? "" : `.${signal.toLowerCase()}`}`;
}

/** The usual signal is not named: each interrupt has one text. */
function parseInterrupt(text: string): Interrupt | undefined {
  const match = /^i([1-9]\d{0,8})(?:\+([1-9]\d{0,8}))?(?:\.([a-z]+))?$/.exec(text);
  if (match === null) return undefined;
  const [, writes, again, word] = match;
  const named = interruptSignals.find((each) => each.toLowerCase() === word);
  if (word !== undefined && (named === undefined || named === usualSignal)) return undefined;
  return {
    kind: "interrupt",
    writes: Number(writes),
    signal: named ?? usualSignal,
    ...(again === undefined ? {} : { againAfter: Number(again) }),
  };
}

function formatPower({ writes, ended, device, droppedFlush, fate, trash }: PowerLoss): string {
  const dropped = droppedFlush === undefined ? [] : [`f${droppedFlush}`];
  const parts = [`p${writes}${ended ? "e" : ""}`, device, ...dropped, ...formatFate(fate)];
  if (trash.length > 0) parts.push(`t${formatPieces(trash)}`);
  return parts.join(".");
}

function formatFate(fate: Fate): string[] {
  if (fate.kind === "subset") return [`s${fate.number}`];
  if (fate.kind === "only") return [`o${formatPieces(fate.pieces)}`];
  return fate.pieces.length === 0 ? [] : [`x${formatPieces(fate.pieces)}`];
}

/** Whole writes that follow each other become one row. */
function formatPieces(pieces: readonly Piece[]): string {
  const words: string[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined) break;
    const { write, range, part } = piece;
    if (range !== undefined || part !== undefined) {
      words.push(`${write}+${part ?? `${range?.fromBytes}-${range?.toBytes}`}`);
      continue;
    }
    let last = write;
    for (let next = pieces[index + 1]; next?.write === last + 1; next = pieces[index + 1]) {
      if (next.range !== undefined || next.part !== undefined) break;
      last += 1;
      index += 1;
    }
    words.push(last === write ? String(write) : `${write}-${last}`);
  }
  return words.join(".");
}

const number = String.raw`(?:0|[1-9]\d{0,8})`;
const write = String.raw`[1-9]\d{0,8}`;
const part = changeParts.join("|");
const item = String.raw`${write}(?:-${write}|\+${number}-${number}|\+(?:${part}))?`;
const items = String.raw`${item}(?:\.${item})*`;
const powerPattern = new RegExp(
  String.raw`^p(?<writes>${number})(?<ended>e?)\.(?<device>[a-z][a-z0-9-]*)` +
    String.raw`(?:\.f(?<flush>${number}))?` +
    String.raw`(?:\.x(?<lost>${items})|\.o(?<only>(?:${items})?)|\.s(?<subset>${number}))?` +
    String.raw`(?:\.t(?<trash>${items}))?$`,
);

/** More pieces than this are refused, so that an id can't fill the memory. */
const mostPieces = 1_000_000;

function parsePower(text: string): PowerLoss | undefined {
  const groups = powerPattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { writes = "", ended, device = "", flush, lost, only, subset, trash } = groups;
  const fatePieces = parsePieces(lost ?? only ?? "");
  const trashPieces = parsePieces(trash ?? "");
  if (fatePieces === undefined || trashPieces === undefined) return undefined;
  const fate: Fate =
    subset === undefined
      ? { kind: only === undefined ? "lost" : "only", pieces: fatePieces }
      : { kind: "subset", number: Number(subset) };
  return {
    kind: "power",
    writes: Number(writes),
    ended: ended === "e",
    device,
    ...(flush === undefined ? {} : { droppedFlush: Number(flush) }),
    fate,
    trash: trashPieces,
  };
}

function parsePieces(text: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const word of text === "" ? [] : text.split(".")) {
    const [first = "", more] = word.split("+");
    const part = changeParts.find((each) => each === more);
    if (part !== undefined) {
      pieces.push({ write: Number(first), part });
      continue;
    }
    if (more !== undefined) {
      const [from, to] = more.split("-").map(Number);
      if (from === undefined || to === undefined || to <= from) return undefined;
      pieces.push({ write: Number(first), range: { fromBytes: from, toBytes: to } });
      continue;
    }
    const [low = 0, high = low] = first.split("-").map(Number);
    if (high < low || pieces.length + high - low > mostPieces) return undefined;
    for (let write = low; write <= high; write += 1) pieces.push({ write });
  }
  return pieces;
}
