import { htmlReport } from "../html/html-report.js";
import type { StoredRun } from "../../store/run-folder.js";
import type { ReportFormat } from "./names.js";
import { textReport } from "./text.js";

/** How each is written, from stored runs alone: the whole of a file. */
export const writeReport: Readonly<Record<ReportFormat, (runs: readonly StoredRun[]) => string>> = {
  text: textReport,
  html: htmlReport,
};
