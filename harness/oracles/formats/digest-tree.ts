import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { decodeText } from "../../layout/text.js";
import { sha256 } from "../../model/sha256.js";
import { digestFile } from "./digest-file.js";
import type { ForeignItem } from "./foreign-content.js";

const slash = Buffer.from("/");

/** Items for all that stands in a folder, each with its path in it. Names may be any bytes. */
export async function digestTree(folder: string): Promise<ForeignItem[]> {
  const items: ForeignItem[] = [];
  const walk = async (path: Buffer, before: string): Promise<void> => {
    for (const each of readdirSync(path, { encoding: "buffer" })) {
      const inside = Buffer.concat([path, slash, each]);
      const name = `${before}${decodeText(each)}`;
      if (lstatSync(inside).isDirectory()) {
        items.push({ name: `${name}/`, ...nothing });
        await walk(inside, `${name}/`);
      } else items.push({ name, ...(await digestEntry(inside)) });
    }
  };
  await walk(Buffer.from(folder), "");
  return items;
}

/** What is told of a folder. */
export const nothing = { sizeBytes: 0, sha256: sha256("") };

/** Digests what is no folder. What is no file either has its kind in its digest. */
export async function digestEntry(
  path: string | Buffer,
): Promise<Pick<ForeignItem, "sizeBytes" | "sha256">> {
  const stat = lstatSync(path);
  // Names that are text are given as text: holes can't be asked for otherwise.
  const text = typeof path === "string" ? path : path.toString("utf8");
  if (stat.isFile()) return digestFile(Buffer.from(text).equals(Buffer.from(path)) ? text : path);
  if (!stat.isSymbolicLink()) return { sizeBytes: 0, sha256: sha256(`mode ${stat.mode}`) };
  const target = readlinkSync(path, { encoding: "buffer" });
  const told = Buffer.concat([Buffer.from("symlink to "), target]);
  return { sizeBytes: target.length, sha256: sha256(told) };
}
