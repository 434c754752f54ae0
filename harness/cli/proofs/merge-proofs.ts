import kleur from "kleur";
import { joinProofs } from "../../merge/proofs/join-proofs.js";
import { exitCodes, UsageError } from "../../model/errors.js";
import { printableLines } from "../../report/printable.js";
import { counted } from "../../report/words.js";
import { readProofs } from "../../store/proofs/proofs-file.js";
import type { ProofsRecord } from "../../store/proofs/proofs-record.js";
import { tellHoldings, tellProofs } from "./tell-proofs.js";

/**
 * Judges what the shards of a prove have come to, together. Returns the exit code of the whole.
 * What shards say of themselves is printed so that no terminal obeys it. Throws UsageError where
 * shards are missing and that is not allowed, and what readProofs and joinProofs throw.
 */
export function mergeProofs(files: readonly string[], missingIs: "refused" | "allowed"): number {
  const { whole, missing } = joinProofs(files.map(readProofs).map(plain));
  const { kind, targets, leftOut, elapsedMs, setting } = whole;
  const open = `in no shard: ${missing.length} of ${counted(targets.length, "target")}`;
  const named = missing.slice(0, 20).join(", ") + (missing.length > 20 ? ", ..." : "");
  if (missing.length > 0 && missingIs === "refused") {
    throw new UsageError(`${open}: ${named}. --partial merges the others, and is undecided`);
  }
  console.log(kleur.bold(`prove on ${counted(targets.length, `${kind} target`)}, from shards`));
  if (missing.length > 0) console.log(kleur.red(`${open}: ${named}`));
  for (const name of leftOut) console.log(`left out: ${name}: tools of it were missing`);
  const isWhole = missing.length === 0 && setting["only"] === "";
  const code =
    whole.kind === "known-bad"
      ? tellProofs(whole.proofs, elapsedMs, isWhole ? "all" : "some")
      : tellHoldings(whole.holdings, elapsedMs);
  return code === exitCodes.held && missing.length > 0 ? exitCodes.undecided : code;
}

/** With no text that steers a terminal. */
function plain(shard: ReturnType<typeof readProofs>): ReturnType<typeof readProofs> {
  const text = JSON.stringify(shard.record, (_, value: unknown) =>
    typeof value === "string" ? printableLines(value) : value,
  );
  return { ...shard, record: JSON.parse(text) as ProofsRecord };
}
