import { execa } from "execa";
import { HarnessError } from "../model/errors.js";
import { toolEnvironment } from "./tool.js";

/** A process that is there to keep something open. */
export interface Holder {
  readonly pid: number;
  /** The line that it printed when it was ready. */
  readonly said: string;
  /** Ends it. */
  readonly end: () => Promise<void>;
}

/**
 * Starts a shell script that opens things, prints one line, and then waits for ever. Returns once
 * it has printed. Throws HarnessError with what it said where it ends before that.
 */
export async function startHolder(script: string, args: readonly string[]): Promise<Holder> {
  const child = execa("sh", ["-c", script, "sh", ...args], {
    reject: false,
    stdin: "ignore",
    env: toolEnvironment(),
  });
  const said = await new Promise<string>((resolve) => {
    let text = "";
    child.stdout.on("data", (data: Buffer) => {
      text += data.toString();
      if (text.includes("\n")) resolve(text.trim());
    });
    child.stdout.on("end", () => resolve(""));
  });
  if (said === "" || child.pid === undefined) {
    const { stderr, exitCode } = await child;
    throw new HarnessError(`${stderr.trim().split("\n").at(-1) ?? ""} (exit ${exitCode})`);
  }
  return {
    pid: child.pid,
    said,
    async end() {
      child.kill("SIGKILL");
      await child;
    },
  };
}

/** Keeps files or block devices open for reading, without claiming them. */
export function holdOpen(paths: readonly string[]): Promise<Holder> {
  const opens = paths.map((_, index) => `exec ${index + 3}<"$${index + 1}"`);
  return startHolder([...opens, "echo open", "exec sleep infinity"].join(" && "), paths);
}
