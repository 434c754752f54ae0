import { programName } from "../../catalogue/places.js";
import { replayCommandOf } from "../../catalogue/replay-command.js";
import type { Device } from "../../model/power.js";
import { encodeFailure } from "../../store/failures/failure-case.js";
import { formatVersion } from "../../store/format-version.js";
import type { CaseRecord } from "../../store/records.js";
import type { StoredBlobs } from "./case-blobs.js";
import type { Evidence } from "./evidence.js";
import type { SmallestCase } from "../../model/smallest-case.js";

/** What is told of a failure besides the case itself. */
export interface FailureFacts {
  readonly smallest: SmallestCase | undefined;
  readonly devices: readonly Device[];
  readonly imageDigest: string;
  /** What a replay of the case needs besides its id. */
  readonly replayWords: readonly string[];
}

/** The files of a failure's folder but for its traces: output, what differs, how to replay. */
export function failureFiles(
  record: CaseRecord,
  evidence: Evidence,
  { smallest, devices, imageDigest, replayWords }: FailureFacts,
  { traces, judged }: StoredBlobs,
): Record<string, string> {
  const files: Record<string, string> = {};
  files["case.json"] = encodeFailure({
    version: formatVersion,
    record,
    imageDigest,
    crashDigests: [...evidence.crashDigests],
    traces: [...traces],
    devices: [...devices],
    ...(smallest && { smallest: { id: smallest.id, needs: smallest.needs } }),
    ...(judged && { judged }),
    ...(evidence.end && { excerpts: evidence.end.excerpts }),
  });
  const cutCount = evidence.traces.length;
  files["output.txt"] = evidence.outputs
    .map((text, index) => {
      const name =
        index < cutCount ? `run that crash ${index + 1} ended` : `resume ${index - cutCount + 1}`;
      return `=== ${name}\n${text}`;
    })
    .join("\n");
  files["differences.txt"] = record.findings
    .map((finding) => {
      const when = finding.kill === 0 ? "after the last resume" : `after crash ${finding.kill}`;
      const { class: name, place, checker, message } = finding;
      return `[${name}] ${place}, seen by ${checker} ${when}: ${message}\n`;
    })
    .join("");
  const needs = smallest === undefined ? "" : `Smallest: ${smallest.id}\n${smallest.needs}\n\n`;
  files["how-to-replay.txt"] =
    `${replayCommandOf(record.id, replayWords)}\n\n${needs}` +
    `The crash images can be made again without the target, from the traces of its runs, which\n` +
    `case.json names and which lie in ../../traces (see results/README.md):\n` +
    `${programName} remake THIS-FOLDER --out DIR\n`;
  return files;
}
