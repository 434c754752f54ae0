import { leavesUndecided, messageOf, UsageError } from "../../model/errors.js";
import type { Blame, WorkerNews, WorkerReply, WorkerRequest } from "./messages.js";
import type { WorkerKinds } from "./worker-kinds.js";
import { WorkerSession } from "./worker-session.js";

/**
 * Makes this process a worker: one lab in one sandbox on one CPU. Opens a scenario, then runs cases
 * as its owner asks. The process ends when its owner is gone.
 */
export function serveWorker(kinds: WorkerKinds): void {
  let session: WorkerSession | undefined;

  async function answer(request: WorkerRequest): Promise<WorkerReply> {
    try {
      if (request.kind === "open") {
        session = await WorkerSession.open(request, kinds);
        return { kind: "opened" };
      }
      if (session === undefined) throw new Error("a request came before the scenario was opened");
      return await answerOpened(session, request);
    } catch (error) {
      return { kind: "broke", reason: messageOf(error), blame: blameFor(error) };
    }
  }

  process.on("message", (message) => {
    void answer(message as WorkerRequest).then((reply) => process.send?.(reply));
  });
  // The serving thread sits in a blocking read, so an ordinary exit would wait for it for ever.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
}

async function answerOpened(
  session: WorkerSession,
  request: Exclude<WorkerRequest, { kind: "open" }>,
): Promise<WorkerReply> {
  switch (request.kind) {
    case "try":
      return session.tryOnce();
    case "record":
      return session.record((progress) => {
        const news: WorkerNews = { kind: "recording", ...progress };
        process.send?.(news);
      });
    case "hand over":
      return { kind: "handed over", golden: session.handOver() };
    case "adopt":
      session.adopt(request.golden);
      return { kind: "adopted" };
    case "case":
      return session.runCase(request.order);
    case "sites":
      return { kind: "sites", found: await session.sites(request.upTo) };
    case "keep":
      return session.keep(request.parts);
    case "judge again":
      return session.judgeAgain(request.folder);
    case "export":
      return session.exportLog(request.path, request.writeCount);
  }
}

function blameFor(error: unknown): Blame {
  if (error instanceof UsageError) return "usage";
  return leavesUndecided(error) ? "undecided" : "harness";
}
