import { join } from "node:path";
import { askScript, askTool } from "./ask-tool.js";
import { digestFile } from "./digest-file.js";
import { nothing } from "./digest-tree.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

interface Listed {
  readonly inode: string;
  readonly name: string;
}

/**
 * By inode, since names may hold anything. ntfscat writes holes out; dd leaves them out again. A
 * pipe tells nothing of a tool that fails in it.
 */
const copyAll = `
while read -r inode; do
  { ntfscat --force --quiet --inode "$inode" "$1" || echo "inode $inode is not read" >&2
  } | dd of="$inode" bs=64k iflag=fullblock conv=sparse status=none || exit
done`;
const failure = /^inode \d+ is not read$/m;

/** Digests each file's main stream. System files, other streams and owners are not compared. */
export async function readNtfs(from: ToRead): Promise<ForeignItem[]> {
  const list = ["--force", "--all", "--recursive", "--classify", "--long", "--inode"];
  const { stdout } = await askTool(from, ["ntfsls", ...list, from.path]);
  const listed = parseListing(stdout);
  const inodes = listed.filter(({ name }) => !name.endsWith("/")).map(({ inode }) => inode);
  const input = [...new Set(inodes)].map((inode) => `${inode}\n`).join("");
  const said = await askScript(from, copyAll, [from.path], { input, cwd: from.scratch });
  const failed = failure.exec(said.stderr);
  if (failed !== null) throw new Error(`ntfscat: ${failed[0]}`);
  const items: ForeignItem[] = [];
  for (const { inode, name } of listed) {
    const isFolder = name.endsWith("/");
    items.push({ name, ...(isFolder ? nothing : await digestFile(join(from.scratch, inode))) });
  }
  return items;
}

const line = /^ *(\d+) +\d+ \w{3} [ \d]\d \d\d:\d\d +\d+ (.*)$/;

/**
 * What ntfsls prints: for each folder a line `/path/:`, a line for each name in it, an empty one.
 * A line that is none of these is the rest of a name that holds a line's end.
 */
function parseListing(text: string): Listed[] {
  const listed: Listed[] = [];
  let folder = "";
  let isStart = true;
  for (const each of text.split("\n")) {
    const [, inode = "", name = ""] = line.exec(each) ?? [];
    const last = listed.at(-1);
    if (inode !== "") listed.push({ inode, name: folder + name });
    else if (isStart && each.startsWith("/")) folder = each.slice(1, -1);
    else if (each !== "" && last !== undefined) {
      listed[listed.length - 1] = { ...last, name: `${last.name}\n${each}` };
    }
    isStart = each === "";
  }
  return listed.filter(({ name }) => !/(?:^|\/)\.\.?\/$/.test(name));
}
