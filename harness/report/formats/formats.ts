import { htmlReport } from "../html/html-report.js";
import type { StoredRun } from "../../store/run-folder.js";
import { githubReport } from "./github.js";
import { jsonReport } from "./json.js";
import { junitReport } from "./junit.js";
import { markdownReport } from "./markdown.js";
import type { ReportFormat } from "./names.js";
import { tapReport } from "./tap.js";
import { textReport } from "./text.js";

/** How each is written, from stored runs alone: the whole of a file. */
export const writeReport: Readonly<Record<ReportFormat, (runs: readonly StoredRun[]) => string>> = {
  text: textReport,
  html: htmlReport,
  markdown: markdownReport,
  github: githubReport,
  junit: junitReport,
  tap: tapReport,
  json: jsonReport,
};
