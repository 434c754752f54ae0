import { readdirSync } from "node:fs";
import { join } from "node:path";
import { askScript, askTool } from "./ask-tool.js";
import { digestEntry, nothing } from "./digest-tree.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

interface Listed {
  /** In hex, as the tools have it. */
  readonly inode: string;
  readonly path: string;
}

/**
 * dump.f2fs asks whether it may, and writes ./lost_found/NAME. It writes holes out, so the size of
 * a file is limited (in blocks of 512 bytes). Of a folder it writes none and ends with 0.
 */
const dumpAll = `
ulimit -f 8388608
while read -r inode; do
  mkdir "$inode" && cd "$inode" || exit
  echo y | dump.f2fs -i "0x$inode" "$1" >said 2>&1 || { tail -n 1 said >&2; exit 1; }
  cd ..
done`;

/** Digests each file. Files that are encrypted or compressed can't be read so. */
export async function readF2fs(from: ToRead): Promise<ForeignItem[]> {
  const { stdout } = await askTool(from, ["fsck.f2fs", "-t", "-f", "--dry-run", from.path]);
  const listed = parseTree(stdout);
  const inodes = [...new Set(listed.map(({ inode }) => inode))];
  const input = inodes.map((inode) => `${inode}\n`).join("");
  await askScript(from, dumpAll, [from.path], { input, cwd: from.scratch });
  const items: ForeignItem[] = [];
  for (const { inode, path } of listed) {
    const folder = join(from.scratch, inode, "lost_found");
    const [name] = namesIn(folder);
    items.push(
      name === undefined
        ? { name: `${path}/`, ...nothing }
        : { name: path, ...(await digestEntry(Buffer.concat([Buffer.from(`${folder}/`), name]))) },
    );
  }
  return items;
}

/** The folder is made by the first file that is dumped. */
function namesIn(folder: string): Buffer[] {
  try {
    return readdirSync(folder, { encoding: "buffer" });
  } catch {
    return [];
  }
}

const line = /^((?:[|` ] {3})*)[|`]-- (.*) <ino = 0x([0-9a-f]+)>, <encrypted \((\d)\)>$/gm;

/**
 * The tree that fsck.f2fs prints. Throws an error where it does not show each inode that the
 * file system counts: a name that holds a line's end would be passed over.
 */
function parseTree(text: string): Listed[] {
  if (/^Info: superblock features = .*\bcompression\b/m.test(text)) {
    throw new Error("files may be compressed, and no tool reads those without a mount");
  }
  const folders: string[] = [];
  const listed = [...text.matchAll(line)].map(([, indent = "", name = "", inode = "", mark]) => {
    if (mark !== "0") throw new Error("files are encrypted");
    folders.length = indent.length / 4;
    folders.push(name);
    return { inode, path: folders.join("/") };
  });
  const counted = /^\[FSCK\] valid_inode_count matched .*\[Ok..\] \[0x([0-9a-f]+)\]/m.exec(text);
  // The root is counted, and not in the tree.
  const shown = new Set(listed.map(({ inode }) => inode)).size + 1;
  if (Number.parseInt(counted?.[1] ?? "0", 16) !== shown) {
    throw new Error("fsck.f2fs does not list all files that it counts");
  }
  return listed;
}
