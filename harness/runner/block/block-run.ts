import { fileURLToPath } from "node:url";
import type { BlockRow } from "../../model/proofs/block-row.js";
import { HarnessError } from "../../model/errors.js";
import type { NameKind } from "../../target/private-names.js";
import { allowedCpus, startSandboxed } from "../../target/sandbox.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";

/** What is to be run on block devices. */
export interface BlockRequest {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly imagePath: string;
  readonly kinds: readonly NameKind[];
  readonly seed: string;
  /** Kills under each kind of names. */
  readonly killCount: number;
}

/** How it ended. */
export type BlockEnd =
  | { readonly kind: "done" }
  | { readonly kind: "undecided"; readonly reason: string }
  | { readonly kind: "not run"; readonly why: string };

/** What the sandbox answers. */
export type BlockReply =
  | BlockEnd
  | { readonly kind: "row"; readonly row: BlockRow }
  | { readonly kind: "notice"; readonly line: string }
  | { readonly kind: "broke"; readonly reason: string };

/**
 * Runs a target on block devices, in a sandbox of its own, until the signal is aborted. `row` and
 * `notice` hear what happens; `job` is its number among those that run side by side. No process
 * and no device is left when it returns.
 */
export async function runOnBlockDevices(
  request: BlockRequest,
  hear: { readonly row: (row: BlockRow) => void; readonly notice: (line: string) => void },
  job: number,
  signal: AbortSignal,
): Promise<BlockEnd> {
  signal.throwIfAborted();
  const entry = fileURLToPath(new URL("block-main.js", import.meta.url));
  const cpus = allowedCpus();
  const sandbox = startSandboxed(entry, cpus[job % cpus.length] ?? 0);
  const stop = () => void sandbox.kill();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise<BlockEnd>((resolve, reject) => {
      sandbox.onMessage((message) => {
        const said = message as BlockReply;
        if (said.kind === "row") hear.row(said.row);
        else if (said.kind === "notice") hear.notice(said.line);
        else if (said.kind === "broke") reject(new HarnessError(said.reason));
        else resolve(said);
      });
      void sandbox.ended.then(({ reason }) =>
        reject(new HarnessError(`the sandbox has ended: ${reason}`)),
      );
      sandbox.send(request);
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await sandbox.kill();
  }
}
