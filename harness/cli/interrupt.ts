import { constants } from "node:os";
import { Interrupted } from "../model/errors.js";
import { onReaderGone } from "./broken.js";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs something that ctrl-C, SIGTERM, a closed terminal and a reader of the output that goes away
 * abort. Sandboxes die with this process, so a second signal may end it at once.
 */
export async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
    controller.abort(new Interrupted(`stopped by ${name}`));
  };
  for (const name of signals) process.on(name, stop);
  const stopHearing = onReaderGone((why) => controller.abort(why));
  try {
    return await run(controller.signal);
  } finally {
    for (const name of signals) process.off(name, stop);
    stopHearing();
  }
}
