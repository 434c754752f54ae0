import { fileURLToPath } from "node:url";
import type { Part } from "../../catalogue/commands.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { OutsideSeen } from "../../target/outside/outside.js";
import { allowedCpus, startSandboxed } from "../../target/sandbox.js";
import type { Inspection } from "./inspect.js";

/** What the sandbox of a LabSample is told to do. */
export type LabOrder =
  | {
      readonly kind: "open";
      readonly scenario: Scenario;
      readonly target: Target;
      readonly imagePath: string;
    }
  | { readonly kind: "inspect"; readonly line: string }
  | { readonly kind: "run"; readonly part: Part }
  | { readonly kind: "write"; readonly at: number; readonly text: string }
  | { readonly kind: "promote" | "reset" | "state" };

/** How a lab stands. */
export interface LabState {
  readonly current: string;
  readonly changeFromSnapshot: string | undefined;
  readonly sizeBytes: number;
  readonly processes: readonly string[];
  /** In the file system of TMPDIR, at its top. */
  readonly files: readonly string[];
  readonly mounts: string;
}

/** How one run has ended. */
export interface LabRun {
  readonly succeeded: boolean;
  readonly said: string;
  readonly outside: OutsideSeen;
}

interface LabReply {
  readonly result?: unknown;
  readonly broke?: string;
}

/** For tests: a lab on a disk image, in a sandbox of its own. */
export class LabSample {
  readonly #sandbox = startSandboxed(
    fileURLToPath(new URL("lab-main.samples.js", import.meta.url)),
    allowedCpus()[0] ?? 0,
  );
  #settle: (reply: LabReply) => void = () => undefined;

  static async open(scenario: Scenario, target: Target, imagePath: string): Promise<LabSample> {
    const sample = new LabSample();
    sample.#sandbox.onMessage((message) => sample.#settle(message as LabReply));
    void sample.#sandbox.ended.then(({ reason }) => sample.#settle({ broke: reason }));
    await sample.#ask({ kind: "open", scenario, target, imagePath });
    return sample;
  }

  async inspect(line: string): Promise<Inspection> {
    return (await this.#ask({ kind: "inspect", line })) as Inspection;
  }

  async run(part: Part): Promise<LabRun> {
    return (await this.#ask({ kind: "run", part })) as LabRun;
  }

  /** Writes to the disk as a run does that was not promoted yet. */
  async write(at: number, text: string): Promise<void> {
    await this.#ask({ kind: "write", at, text });
  }

  async go(kind: "promote" | "reset"): Promise<void> {
    await this.#ask({ kind });
  }

  async state(): Promise<LabState> {
    return (await this.#ask({ kind: "state" })) as LabState;
  }

  close(): Promise<void> {
    return this.#sandbox.kill();
  }

  #ask(order: LabOrder): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#settle = ({ result, broke }) => {
        if (broke === undefined) resolve(result);
        else reject(new Error(broke));
      };
      this.#sandbox.send(order);
    });
  }
}
