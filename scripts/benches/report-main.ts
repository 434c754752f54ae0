import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { htmlReport } from "../../harness/report/html/html-report.js";
import { readRuns } from "../../harness/store/read-runs.js";

/** Makes the HTML report of a run, and prints what that took. Arguments: the run, the file. */
const [, , run = "", output = ""] = process.argv;
const began = performance.now();
writeFileSync(output, htmlReport(readRuns([run])));
const tookMs = performance.now() - began;
console.log(JSON.stringify({ tookMs, rssBytes: process.resourceUsage().maxRSS * 1024 }));
