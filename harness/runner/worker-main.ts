/** A worker: one lab in one sandbox on one CPU. Opens a scenario, then runs cases. */
import { performance } from "node:perf_hooks";
import { messageOf, UsageError } from "../model/errors.js";
import { parsePoints } from "../explore/point-filter.js";
import { planPoints } from "../explore/points.js";
import type { TraceShape } from "../model/steps.js";
import { writeFailureFolder } from "../store/failure-folder.js";
import type { CaseOrder } from "./case-order.js";
import { CaseRunner } from "./case.js";
import { failureFiles } from "./failure-files.js";
import { makeGolden } from "./golden-run.js";
import { Lab } from "./lab.js";
import type { GoldenSummary, WorkerReply, WorkerRequest } from "./messages.js";

type OpenRequest = Extract<WorkerRequest, { kind: "open" }>;

let runner: CaseRunner | undefined;
let runPath: string | undefined;

function reply(message: WorkerReply): void {
  process.send?.(message);
}

async function open(request: OpenRequest): Promise<void> {
  const { scenario, target, explore } = request;
  const lab = await Lab.open(scenario, target, request.imagePath);
  const golden = await makeGolden(lab, target, scenario.holds, explore !== undefined);
  if (golden.kind === "undecided") {
    reply(golden);
    return;
  }
  runPath = request.runPath;
  runner = new CaseRunner(lab, scenario, target, golden, () => performance.now());
  const { durationMs, deterministic, findings, shape } = golden;
  const summary = { ...summaryOf(shape), durationMs, deterministic, findings };
  if (explore === undefined) {
    reply({ kind: "ready", golden: summary });
    return;
  }
  const filter = parsePoints(explore.points);
  const plan = planPoints(golden, filter, explore.models, explore.seed);
  reply({ kind: "ready", golden: { ...summary, plan } });
}

async function runCase(order: CaseOrder): Promise<void> {
  if (runner === undefined) throw new Error("a case was sent before the scenario was opened");
  const { record, evidence } = await runner.run(order);
  if (record.verdict === "violated" && runPath !== undefined) {
    writeFailureFolder(runPath, record.id, failureFiles(record, evidence));
  }
  const { outputs, layouts, crashDigests } = evidence;
  reply({ kind: "case", record, outputs, layouts, crashDigests });
}

function summaryOf(
  shape: TraceShape,
): Pick<GoldenSummary, "writeCount" | "lineCount" | "writesByStep"> {
  const writesByStep: Record<string, number> = {};
  for (const { step, firstWrite, lastWrite } of shape.spans) {
    writesByStep[step] = (writesByStep[step] ?? 0) + Math.max(0, lastWrite - firstWrite + 1);
  }
  return { writeCount: shape.writeCount, lineCount: shape.lineCount, writesByStep };
}

async function handle(request: WorkerRequest): Promise<void> {
  try {
    if (request.kind === "open") await open(request);
    else await runCase(request.order);
  } catch (error) {
    reply({ kind: "broke", reason: messageOf(error), usage: error instanceof UsageError });
  }
}

process.on("message", (message) => void handle(message as WorkerRequest));
// The serving thread sits in a blocking read, so an ordinary exit would wait for it for ever.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
