import { Interrupted, messageOf } from "../../model/errors.js";
import { EventLog } from "./event-log.js";

/** Work that is under way. It goes on whether anybody looks at it or not. */
export interface Run<Event, Result> {
  /**
   * What happens, from the beginning, for each who asks. It ends when the work has ended, however
   * that was: whether it failed is told by `done`.
   */
  readonly events: AsyncIterable<Event>;
  /** Ends it early. Does nothing where it has ended. */
  readonly stop: () => void;
  /**
   * What came of it, also where it was ended early. Rejects with UsageError, HarnessError,
   * CannotJudge, DecodeError, or Interrupted where it was stopped before it had begun.
   */
  readonly done: Promise<Result>;
}

/** What a run does. `tell` hears what happens; it ends soon after the signal is aborted. */
export type Work<Event, Result> = (
  tell: (event: Event) => void,
  signal: AbortSignal,
) => Promise<Result>;

/** Starts work, unless the caller's signal is aborted already. */
export function startRun<Event, Result>(
  work: Work<Event, Result>,
  signal: AbortSignal | undefined,
): Run<Event, Result> {
  const events = new EventLog<Event>();
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Interrupted("stopped by its caller"));
  const abort = () => stopping.abort(interruptedBy(signal?.reason));
  if (signal?.aborted === true) abort();
  signal?.addEventListener("abort", abort, { once: true });
  const done = (async () => {
    try {
      stopping.signal.throwIfAborted();
      return await work((event) => events.add(event), stopping.signal);
    } finally {
      signal?.removeEventListener("abort", abort);
      events.end();
    }
  })();
  // Who does not wait for it has asked for nothing that a failure could be told to.
  done.catch(() => undefined);
  return { events, stop, done };
}

function interruptedBy(reason: unknown): Interrupted {
  if (reason instanceof Interrupted) return reason;
  return new Interrupted(`stopped by its signal: ${messageOf(reason)}`, { cause: reason });
}
