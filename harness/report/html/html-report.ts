import type { StoredRun } from "../../store/run-folder.js";
import { chaptersOf } from "./chapter.js";
import { page } from "./page.js";

/**
 * Runs as one HTML file that needs nothing else: no network, and no scripts to be read. What is
 * damaged of evidence and maps is a notice in it.
 */
export function htmlReport(runs: readonly StoredRun[]): string {
  return page(chaptersOf(runs));
}
