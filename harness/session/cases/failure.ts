import { replayCommandOf } from "../../catalogue/replay-command.js";
import type { KeptEvidence } from "../../runner/evidence/kept-failures.js";
import type { CaseReply } from "../../runner/workers/messages.js";
import { failureFolderPath } from "../../store/failures/failure-folder.js";
import type { ViolatedRecord } from "../../store/records.js";
import type { Failure } from "../run/run-events.js";
import type { Subject } from "../subject/subject.js";

/** What is to be said of a violated case. `runPath` is the folder that its evidence is in. */
export function failureOf(
  record: ViolatedRecord,
  { smallest }: Pick<CaseReply, "smallest">,
  kept: KeptEvidence,
  subject: Subject,
  runPath: string,
): Failure {
  const { id } = record;
  return {
    id,
    record,
    ...(smallest && { smallest }),
    replayCommand: replayCommandOf(smallest?.id ?? id, subject.replayWords),
    ...(kept.ids.includes(id) ? { evidencePath: failureFolderPath(runPath, id) } : {}),
  };
}
