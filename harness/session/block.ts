import { prepareImage } from "../catalogue/base-image.js";
import type { BlockRow } from "../model/proofs/block-row.js";
import { UsageError } from "../model/errors.js";
import { runOnBlockDevices } from "../runner/block/block-run.js";
import { checkHost } from "../runner/lab/check-host.js";
import { whyNoLoopDevices } from "../target/loop-device.js";
import type { NameKind } from "../target/private-names.js";
import type { Subject } from "./subject/subject.js";

/** A scenario to be run on loop devices. */
export interface BlockPlan {
  readonly subject: Subject;
  readonly kinds: readonly NameKind[];
  readonly seed: string;
  /** Kills under each kind of names. */
  readonly killCount: number;
  /** The number of its sandbox among those that run side by side. */
  readonly firstJob: number;
}

/** What hears of a run on block devices. */
export interface BlockListener {
  /** The machine can do it: the work begins. */
  start(): void;
  notice(line: string): void;
  row(row: BlockRow): void;
}

/** What came of it. */
export type BlockResult =
  | { readonly kind: "not run"; readonly why: string }
  /** What all checks rest on is not so. */
  | { readonly kind: "undecided"; readonly reason: string }
  | {
      readonly kind: "judged";
      readonly verdict: "held" | "violated" | "undecided";
      readonly rows: readonly BlockRow[];
    };

/** Runs a scenario on loop devices over the served disk. Throws UsageError where it can't be. */
export async function runBlock(
  { subject, kinds, seed, killCount, firstJob }: BlockPlan,
  hear: BlockListener,
  signal: AbortSignal,
): Promise<BlockResult> {
  const { scenario, target } = subject;
  if (scenario.ends === "refused") {
    throw new UsageError(`--scenario: every run of ${scenario.name} is to be refused: try resize`);
  }
  checkHost();
  const missing = whyNoLoopDevices();
  if (missing !== undefined) return { kind: "not run", why: missing };
  hear.start();
  const { path: imagePath } = await prepareImage(scenario, (line) => hear.notice(line));
  const rows: BlockRow[] = [];
  const end = await runOnBlockDevices(
    { scenario, target, imagePath, kinds, seed, killCount },
    {
      row: (row) => {
        rows.push(row);
        hear.row(row);
      },
      notice: (line) => hear.notice(line),
    },
    firstJob,
    signal,
  );
  return end.kind === "done" ? { kind: "judged", verdict: verdictOver(rows), rows } : end;
}

/** What could not be run at all is no claim about the target, and takes none away. */
function verdictOver(rows: readonly BlockRow[]): "held" | "violated" | "undecided" {
  const results = rows.map(({ result }) => result);
  if (results.includes("violated")) return "violated";
  return results.includes("held") && !results.includes("undecided") ? "held" : "undecided";
}
