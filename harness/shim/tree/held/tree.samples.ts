import { fileURLToPath } from "node:url";
import type { TreeDifferences, TreeEntries } from "../../../model/tree/tree-entry.js";
import type { TreeChange, TreeEvent } from "../../../model/tree/tree-change.js";
import { allowedCpus, startSandboxed } from "../../../target/sandbox.js";
import type { RunPlan, ShimStatus } from "../../run-control.js";
import type { TreeOrders } from "../tree-command.js";

/** What the sandbox of a TreeSample is told to do. */
export type TreeSampleOrder =
  | { readonly kind: "load"; readonly folder: string }
  | { readonly kind: "go"; readonly go: "reset" | "resetToBase" | "promote" }
  | { readonly kind: "save" | "use trace" | "reload" }
  | { readonly kind: "restore"; readonly which: number }
  | {
      readonly kind: "run";
      readonly script: string;
      readonly plan?: RunPlan;
      readonly asDriver?: boolean;
    }
  | { readonly kind: "outside"; readonly script: string }
  | { readonly kind: "make"; readonly orders: TreeOrders }
  | { readonly kind: "ask"; readonly what: "key" | "manifest" | "changedFromBase" };

/** How a run on the tree has ended. */
export interface TreeRunResult {
  readonly ended: string;
  readonly said: string;
  readonly status: ShimStatus;
  readonly events: readonly TreeEvent[];
}

interface TreeReplyMessage {
  readonly result?: unknown;
  readonly broke?: string;
}

/** A served tree in a sandbox of its own. */
export class TreeSample {
  readonly #sandbox = startSandboxed(
    fileURLToPath(new URL("../tree-main.samples.js", import.meta.url)),
    allowedCpus()[0] ?? 0,
  );
  #settle: (reply: TreeReplyMessage) => void = () => undefined;

  static async open(): Promise<TreeSample> {
    const sample = new TreeSample();
    const ready = sample.#reply();
    sample.#sandbox.onMessage((message) => sample.#settle(message as TreeReplyMessage));
    void sample.#sandbox.ended.then(({ reason }) => sample.#settle({ broke: reason }));
    await ready;
    return sample;
  }

  async tell(order: Exclude<TreeSampleOrder, { kind: "run" | "outside" | "ask" }>) {
    return await this.#ask(order);
  }

  /** Runs a bash script in the tree. */
  async run(script: string, plan?: RunPlan): Promise<TreeRunResult> {
    const order: TreeSampleOrder = { kind: "run", script, ...(plan && { plan }) };
    return (await this.#ask(order)) as TreeRunResult;
  }

  /** Runs a bash script in a folder of tmpfs. */
  async outside(script: string): Promise<{ ended: string; said: string }> {
    return (await this.#ask({ kind: "outside", script })) as { ended: string; said: string };
  }

  async key(): Promise<string> {
    return (await this.#ask({ kind: "ask", what: "key" })) as string;
  }

  async manifest(): Promise<TreeEntries> {
    return (await this.#ask({ kind: "ask", what: "manifest" })) as TreeEntries;
  }

  async changedFromBase(): Promise<TreeDifferences> {
    return (await this.#ask({ kind: "ask", what: "changedFromBase" })) as TreeDifferences;
  }

  close(): Promise<void> {
    return this.#sandbox.kill();
  }

  async #ask(order: TreeSampleOrder): Promise<unknown> {
    const reply = this.#reply();
    this.#sandbox.send(order);
    return await reply;
  }

  #reply(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#settle = ({ result, broke }) => {
        if (broke === undefined) resolve(result);
        else reject(new Error(broke));
      };
    });
  }
}

/** The changes of a run. */
export function changesOf({ events }: TreeRunResult): TreeChange[] {
  return events.filter((event) => event.kind === "write");
}
