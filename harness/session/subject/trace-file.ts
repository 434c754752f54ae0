import { readFileSync, statSync } from "node:fs";
import { readLog } from "../../interchange/read-log.js";
import { openFileSource } from "../../layout/byte-source.js";
import { UsageError } from "../../model/errors.js";
import { sha256 } from "../../model/sha256.js";
import type { Scenario } from "../../catalogue/scenario.js";

/**
 * A scenario whose recorded run is a log that somebody else has made: its ids count in that log, so
 * that another log is another scenario. Decodes the log before anything runs. Throws UsageError.
 */
export function withTrace(scenario: Scenario, path: string): Scenario {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UsageError(`--trace: expected a file, found none at ${path}`);
  }
  const log = openFileSource(path);
  try {
    readLog(log);
  } catch (cause) {
    throw new UsageError(`--trace: ${path} can't be read as a log`, { cause });
  } finally {
    log.close();
  }
  const digest = sha256(readFileSync(path));
  return { ...scenario, fingerprint: sha256(scenario.fingerprint + digest).slice(0, 4) };
}
