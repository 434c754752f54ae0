import { fileURLToPath } from "node:url";
import { allowedCpus, startSandboxed } from "../../target/sandbox.js";
import type { WriterStep } from "../writer.samples.js";

/** The size of the disk at the beginning. It is no whole number of pages. */
export const sampleDiskBytes = 64 * 4096 + 700;

/** What the sandbox of a PlainSample is told to do. */
export type PlainOrder =
  | { readonly kind: "write"; readonly pieces: readonly { at: number; data: Uint8Array }[] }
  | {
      readonly kind: "state";
      readonly size?: number;
      readonly go?: "promote" | "reset" | "resetToBase";
    }
  | { readonly kind: "content" | "fill" }
  | { readonly kind: "cached"; readonly asPlain: boolean }
  | { readonly kind: "extents"; readonly asPlain: boolean; readonly mode: "<" | "+<" }
  | {
      readonly kind: "run";
      readonly asPlain: boolean;
      readonly steps: readonly WriterStep[];
      readonly killAfterHang: boolean;
    };

interface PlainReply {
  readonly result?: unknown;
  readonly broke?: string;
}

/** A small disk with a recorded mount and a plain one, in a sandbox of its own. */
export class PlainSample {
  readonly #sandbox = startSandboxed(
    fileURLToPath(new URL("plain-main.samples.js", import.meta.url)),
    allowedCpus()[0] ?? 0,
  );
  #settle: (reply: PlainReply) => void = () => undefined;

  static async open(): Promise<PlainSample> {
    const sample = new PlainSample();
    const ready = sample.#reply();
    sample.#sandbox.onMessage((message) => sample.#settle(message as PlainReply));
    void sample.#sandbox.ended.then(({ reason }) => sample.#settle({ broke: reason }));
    await ready;
    return sample;
  }

  /** Writes to the store itself, as the harness does when it makes a crash image. */
  async write(...pieces: { at: number; data: Uint8Array }[]): Promise<void> {
    await this.#ask({ kind: "write", pieces });
  }

  async resize(size: number): Promise<void> {
    await this.#ask({ kind: "state", size });
  }

  async go(go: "promote" | "reset" | "resetToBase"): Promise<void> {
    await this.#ask({ kind: "state", go });
  }

  /** Leaves only a few free pages in the store. */
  async fill(): Promise<void> {
    await this.#ask({ kind: "fill" });
  }

  /** What the store holds. */
  async content(): Promise<Buffer> {
    return Buffer.from((await this.#ask({ kind: "content" })) as Uint8Array);
  }

  /** What a program reads from one of the mounts, with the page cache on. */
  async cached(how: "plain" | "recorded" = "plain"): Promise<Buffer> {
    const asPlain = how === "plain";
    return Buffer.from((await this.#ask({ kind: "cached", asPlain })) as Uint8Array);
  }

  /** Where lseek(2) says that data begin and end, through a file that is open for `mode`. */
  async extents(how: "plain" | "recorded", mode: "<" | "+<"): Promise<string> {
    return (await this.#ask({ kind: "extents", asPlain: how === "plain", mode })) as string;
  }

  /** Runs a sample writer. Returns its exit code or signal, the shim's failure, its output. */
  async run(steps: readonly WriterStep[], how: "plain" | "recorded" = "plain"): Promise<string> {
    const asPlain = how === "plain";
    return (await this.#ask({ kind: "run", asPlain, steps, killAfterHang: false })) as string;
  }

  /** Runs a sample writer whose last step hangs, and cuts it there. */
  async runAndKill(steps: readonly WriterStep[]): Promise<string> {
    const hanging = [...steps, { kind: "hang" as const }];
    return (await this.#ask({
      kind: "run",
      asPlain: true,
      steps: hanging,
      killAfterHang: true,
    })) as string;
  }

  close(): Promise<void> {
    return this.#sandbox.kill();
  }

  async #ask(order: PlainOrder): Promise<unknown> {
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
