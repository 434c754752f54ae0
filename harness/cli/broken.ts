import { exitCodes, Interrupted, messageOf } from "../model/errors.js";

/**
 * Keeps Node's own exit code for what nobody catches, 1, from being taken for "violated": it is
 * 255, the harness broke. A reader of the output that goes away is no error.
 */
export function guardProcess(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (!isGone(error)) breakDown("cannot write what is to be printed", error);
    });
  }
  process.on("uncaughtException", (error) => breakDown("nobody has caught this", error));
}

/** Calls `stop` when the reader of the output has gone. Returns what ends that. */
export function onReaderGone(stop: (why: Interrupted) => void): () => void {
  const heard = (error: unknown): void => {
    if (isGone(error)) stop(new Interrupted("nobody reads what is printed any more"));
  };
  process.stdout.on("error", heard);
  return () => process.stdout.off("error", heard);
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

function breakDown(what: string, error: unknown): never {
  try {
    process.stderr.write(`error: ${what}: ${messageOf(error)}\n`);
  } finally {
    process.exit(exitCodes.harness);
  }
}
