import fc from "fast-check";
import { createHash } from "node:crypto";
import { formatCut, parseCut } from "../../model/cut-text.js";
import type { Device, Piece } from "../../model/power.js";
import { lostOf, otherPieces } from "./lost-pieces.js";
import type { Cuts, ShrinkContext } from "./search.js";

const devices: Device[] = [
  { name: "ordered", about: "", atomicBytes: 512, ordered: true, trashOnTear: false },
  { name: "volatile", about: "", atomicBytes: 512, ordered: false, trashOnTear: false },
  { name: "trashing", about: "", atomicBytes: 512, ordered: false, trashOnTear: true },
];

/** A run of 1,000 writes of 2,048 bytes, flushed after every 50th; five lines are printed. */
export const context: ShrinkContext = {
  devices,
  cachedAt: ({ writes }) => {
    const flushed = Math.floor((writes - 1) / 50) * 50;
    return Array.from({ length: writes - flushed }, (_, index) => {
      const number = flushed + index + 1;
      return { number, offsetBytes: number * 2048, lengthBytes: 2048 };
    });
  },
  lostPieces: (loss) =>
    context.cachedAt(loss).flatMap(({ number: write }) =>
      [0, 512, 1024, 1536].flatMap((fromBytes): Piece[] => {
        const coin = `${loss.fate.kind === "subset" ? loss.fate.number : 0}/${write}/${fromBytes}`;
        return digestOf(coin) < 128
          ? [{ write, range: { fromBytes, toBytes: fromBytes + 512 } }]
          : [];
      }),
    ),
  writesAtLine: (line) => line * 200 - 100,
};

/** A byte that looks drawn and is always the same for a text. */
export function digestOf(text: string): number {
  return createHash("sha256").update(text).digest()[0] ?? 0;
}

/** Reads cuts as ids write them. Throws where they are malformed. */
export function cutsOf(text: string): Cuts {
  return text.split(",").map((word) => {
    const cut = parseCut(word);
    if (cut === undefined) throw new Error(`not a cut: ${word}`);
    return cut;
  });
}

/** The cuts as ids write them. */
export function textOf(cuts: Cuts): string {
  return cuts.map(formatCut).join(",");
}

/** What became of a write when the first cut came. */
export function fateOf([cut]: Cuts, write: number): "landed" | "lost" | "torn" {
  if (cut?.kind === "write" && cut.bytes > 0 && write === cut.writes + 1) return "torn";
  if (cut?.kind === "write") return write <= cut.writes ? "landed" : "lost";
  if (cut?.kind === "interrupt") return write <= cut.writes ? "landed" : "lost";
  if (cut?.kind === "line") return write <= context.writesAtLine(cut.line) ? "landed" : "lost";
  if (cut === undefined || write > cut.writes) return "lost";
  const lost = lostOf(cut, context).filter((piece) => piece.write === write);
  if (lost.length === 0) return "landed";
  return otherPieces(lost, context.cachedAt(cut)).some((piece) => piece.write === write)
    ? "torn"
    : "lost";
}

/** One to four cuts of that run and its resumes, of every model. */
export const anyCuts: fc.Arbitrary<Cuts> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 1_000 }).map((writes) => `w${writes}`),
      fc.integer({ min: 1, max: 999 }).map((writes) => `w${writes}+100`),
      fc.integer({ min: 1, max: 5 }).map((line) => `l${line}`),
      fc
        .tuple(
          fc.integer({ min: 1, max: 1_000 }),
          fc.constantFrom("", "+1", "+60", ".term", "+9.hup"),
        )
        .map(([writes, more]) => `i${writes}${more}`),
      fc
        .tuple(fc.constantFrom("", "e"), fc.constantFrom("x102", "o105.110", "s4", "x131-140"))
        .map(([ended, fate]) => `p140${ended}.volatile.${fate}`),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((words) => cutsOf(words.join()));
