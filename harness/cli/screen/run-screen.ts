import type { RunEvent } from "../../session/run/run-events.js";

export type EventOf<Kind extends RunEvent["kind"]> = Extract<RunEvent, { kind: Kind }>;

/** What a person sees of a run of many cases, while it goes on and at its end. */
export interface RunScreen {
  show(event: RunEvent): void;
  /** Removes what is live on it. */
  stop(): void;
}
