import {
  fstatSync,
  ftruncateSync,
  mkdirSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { codeOf } from "../model/file-problem.js";
import { readIfThere } from "./if-there.js";
import { cannotWrite, writing } from "./store-error.js";

const newline = 10;

/** A harness that is killed leaves the whole file or none. */
export function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** Makes a folder that is not there yet: with -2, -3, ... behind the name where one is. */
export function makeNewFolder(wanted: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const path = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

/**
 * One write call a line: a harness that is killed leaves at most the last line cut off. A full
 * disk can cut a line too: that piece is taken back, so that a later line does not run into it.
 */
export function appendLine(descriptor: number, path: string, json: string): void {
  const line = Buffer.from(`${json}\n`);
  writing(path, () => {
    const written = writeSync(descriptor, line);
    if (written === line.length) return;
    ftruncateSync(descriptor, fstatSync(descriptor).size - written);
    throw cannotWrite(path, "ENOSPC");
  });
}

/** Cuts off what a killed harness has left of a last line. Whole lines stay. */
export function cutLastLine(path: string): void {
  const bytes = readIfThere(path);
  if (bytes === undefined) return;
  truncateSync(path, bytes.lastIndexOf(newline) + 1);
}
