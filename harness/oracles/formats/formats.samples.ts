import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { openFileSource } from "../../layout/byte-source.js";
import { otherFormat } from "../../layout/other-formats.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { readForeign, type ForeignAsked, type ForeignContent } from "./read-foreign.js";

/** For tests: runs a tool that must succeed. */
export async function run(...command: [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { timeoutMs: 60_000 });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

/** For tests: does something in a folder of its own. */
export async function inFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint formats-"));
  try {
    await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * For tests: reads a file as the format that it is told by, and sees that the file stays as it is
 * and that nothing is left in the scratch folder.
 */
export async function read(
  path: string,
  more: Partial<ForeignAsked> = {},
): Promise<ForeignContent> {
  const scratchFolder = `${path}.scratch`;
  mkdirSync(scratchFolder, { recursive: true });
  const source = openFileSource(path);
  const format = more.format ?? otherFormat(source);
  source.close();
  if (format === undefined) throw new Error(`${path} is of no known format`);
  const digest = sha256(readFileSync(path));
  const asked = { path, scratchFolder, runTool, installed: () => true, timeoutMs: 60_000 };
  const content = await readForeign({ format, ...asked, ...more });
  assert.is(sha256(readFileSync(path)), digest, "the file has changed");
  assert.equal(readdirSync(scratchFolder), []);
  return content;
}

/** For tests: the digests by name. */
export async function digests(path: string): Promise<Record<string, string>> {
  const content = await read(path);
  if (content.kind === "not read") throw new Error(content.why);
  const names = content.items.map(({ name }) => name);
  assert.equal(names, names.toSorted());
  return Object.fromEntries(content.items.map((item) => [item.name, item.sha256]));
}

/** For tests: why a file can't be read. */
export async function whyNot(path: string, more: Partial<ForeignAsked> = {}): Promise<string> {
  const content = await read(path, more);
  return content.kind === "not read" ? content.why : `read: ${content.items.length} items`;
}
