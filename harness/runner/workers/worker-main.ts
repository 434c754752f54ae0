/** A worker: one lab in one sandbox on one CPU. Opens a scenario, then runs cases. */
import { leavesUndecided, messageOf, UsageError } from "../../model/errors.js";
import type { Blame, WorkerReply, WorkerRequest } from "./messages.js";
import { WorkerSession } from "./worker-session.js";

let session: WorkerSession | undefined;

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  try {
    if (request.kind === "open") {
      session = new WorkerSession(request);
      return await session.open();
    }
    if (session === undefined) throw new Error("a case was sent before the scenario was opened");
    if (request.kind === "export") return session.exportLog(request.path, request.writeCount);
    return await session.runCase(request.order);
  } catch (error) {
    return { kind: "broke", reason: messageOf(error), blame: blameFor(error) };
  }
}

function blameFor(error: unknown): Blame {
  if (error instanceof UsageError) return "usage";
  return leavesUndecided(error) ? "undecided" : "harness";
}

process.on("message", (message) => {
  void answer(message as WorkerRequest).then((reply) => process.send?.(reply));
});
// The serving thread sits in a blocking read, so an ordinary exit would wait for it for ever.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
