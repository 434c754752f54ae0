import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { OtherFormat } from "../../layout/other-formats.js";
import { messageOf } from "../../model/errors.js";
import { debianPackagesOf } from "../../target/debian-packages.js";
import type { RunTool } from "../../target/tool.js";
import { readBtrfs } from "./btrfs.js";
import { readF2fs } from "./f2fs.js";
import type { ForeignContent, ForeignItem, ReadItems } from "./foreign-content.js";
import { readMd } from "./md.js";
import { readNtfs } from "./ntfs.js";
import { readQcow2 } from "./qcow2.js";
import { readSqlite } from "./sqlite.js";
import { readSquashfsInside } from "./squashfs-inside.js";
import { readUbootVariables } from "./uboot-env.js";

export type { ForeignContent, ForeignItem } from "./foreign-content.js";

type Format =
  | { readonly tools: readonly string[]; readonly read: ReadItems }
  /** Why nothing here reads the content. */
  | { readonly why: string };

const onlyMounted = "no tool reads its files without a mount: only its checker is asked";

const formats: Readonly<Record<OtherFormat, Format>> = {
  qcow2: { tools: ["qemu-img"], read: readQcow2 },
  ntfs: { tools: ["ntfsls", "ntfscat"], read: readNtfs },
  btrfs: { tools: ["btrfs"], read: readBtrfs },
  f2fs: { tools: ["fsck.f2fs", "dump.f2fs"], read: readF2fs },
  sqlite: { tools: ["sqlite3"], read: readSqlite },
  md: { tools: [], read: readMd },
  "uboot env": { tools: [], read: readUbootVariables },
  "squashfs inside": { tools: [], read: readSquashfsInside },
  xfs: { why: onlyMounted },
  exfat: { why: onlyMounted },
  luks: { why: "encrypted: only its header is checked" },
  lvm: { why: "its volumes are not read: only its header and metadata are checked" },
};

/** What is to be read, and with what. */
export interface ForeignAsked {
  readonly format: OtherFormat;
  /** A file that holds the format's bytes alone. It is only read. */
  readonly path: string;
  /** An existing folder. What is made in it is removed again. */
  readonly scratchFolder: string;
  readonly runTool: RunTool;
  readonly installed: (program: string) => boolean;
  /** For each run of a tool; there are one to three, and one more for each snapshot of a qcow2. */
  readonly timeoutMs: number;
}

/**
 * Reads what a format keeps, with the tools that know it: items sorted by name. Never throws on
 * damage: a tool that is missing, fails or takes too long gives "not read" with the reason.
 */
export async function readForeign(asked: ForeignAsked): Promise<ForeignContent> {
  const format = formats[asked.format];
  if ("why" in format) return { kind: "not read", why: format.why };
  const missing = format.tools.filter((tool) => !asked.installed(tool));
  if (missing.length > 0) {
    const what = `no ${missing.join(", ")} here (Debian's package: ${debianPackagesOf(missing)})`;
    return { kind: "not read", why: what };
  }
  return readIn(asked, format.read);
}

async function readIn(asked: ForeignAsked, read: ReadItems): Promise<ForeignContent> {
  const { runTool, timeoutMs } = asked;
  const path = resolve(asked.path);
  let scratch = resolve(asked.scratchFolder);
  try {
    scratch = mkdtempSync(join(scratch, "foreign-"));
    const items = await read({ path, scratch, runTool, timeoutMs });
    return { kind: "read", items: sorted(items) };
  } catch (error) {
    // Paths differ from run to run.
    const why = messageOf(error).replaceAll(scratch, "SCRATCH").replaceAll(path, "DISK");
    return { kind: "not read", why };
  } finally {
    if (scratch !== resolve(asked.scratchFolder)) rmSync(scratch, { recursive: true, force: true });
  }
}

function sorted(items: readonly ForeignItem[]): ForeignItem[] {
  const key = ({ name, sha256 }: ForeignItem) => `${name}\0${sha256}`;
  return items.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}
