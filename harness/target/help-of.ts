import { execaSync } from "execa";
import { toolEnvironment } from "./tool.js";

/** A program that takes longer to print its help is none that we know. */
const helpTimeoutMs = 5000;

/** What a program prints for `--help`, on stdout and stderr; empty where it can't be started. */
export function helpOf(path: string): string {
  // Where the start fails there is none, whatever its type says.
  const { all }: { readonly all?: unknown } = execaSync(path, ["--help"], {
    all: true,
    reject: false,
    stdin: "ignore",
    timeout: helpTimeoutMs,
    killSignal: "SIGKILL",
    env: toolEnvironment(),
  });
  return typeof all === "string" ? all : "";
}
