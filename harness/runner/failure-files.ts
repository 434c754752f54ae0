import type { CaseRecord } from "../store/records.js";
import type { Evidence } from "./evidence.js";

/** The files of a failure's folder: the traces, the output, what differs, how to replay. */
export function failureFiles(
  record: CaseRecord,
  evidence: Evidence,
): Record<string, string | Buffer> {
  const files: Record<string, string | Buffer> = {};
  evidence.traces.forEach((trace, index) => (files[`trace-${index + 1}.bin`] = trace));
  const cutCount = evidence.traces.length;
  files["output.txt"] = evidence.outputs
    .map((text, index) => {
      const name =
        index < cutCount ? `run that kill ${index + 1} ended` : `resume ${index - cutCount + 1}`;
      return `=== ${name}\n${text}`;
    })
    .join("\n");
  files["differences.txt"] = record.findings
    .map((finding) => {
      const when = finding.kill === 0 ? "after the last resume" : `after kill ${finding.kill}`;
      return `[${finding.class}] ${finding.checker}, ${when}: ${finding.message}\n`;
    })
    .join("");
  files["how-to-replay.txt"] =
    `scripts/crashpoint replay ${record.id}\n\n` +
    `trace-N.bin holds what run N wrote before kill N, one record after the other (see\n` +
    `results/README.md). The fixture image and trace 1 give the first crash image, and so on.\n`;
  return files;
}
