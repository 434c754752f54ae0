import { join } from "node:path";
import { openFileSource } from "../../layout/byte-source.js";
import { askTool } from "./ask-tool.js";
import { digestData } from "./digest-file.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

/** The item that a guest sees as its disk. */
export const guestDiskName = "guest disk";

/** Digests what a guest sees of its disk, now and in each internal snapshot. */
export async function readQcow2(from: ToRead): Promise<ForeignItem[]> {
  refuseWhatIsElsewhere(from.path);
  const info = ["qemu-img", "info", "-f", "qcow2", "--output=json", from.path] as const;
  const snapshots = snapshotsIn((await askTool(from, info)).stdout);
  const items = [{ name: guestDiskName, ...(await digestGuest(from, [])) }];
  for (const { id, name } of snapshots) {
    const chosen = ["-l", `snapshot.id=${id}`];
    items.push({ name: `snapshot ${id} ${name}`, ...(await digestGuest(from, chosen)) });
  }
  return items;
}

/**
 * A header may name other files. They are no part of the disk, and no file of this machine may be
 * read because a damaged header names it. Fields as in QEMU's docs/interop/qcow2.txt.
 */
function refuseWhatIsElsewhere(path: string): void {
  const file = openFileSource(path);
  try {
    const header = file.read(0, 104);
    if (header.length < 104) throw new Error("its header is cut off");
    if (header.readBigUInt64BE(8) !== 0n) throw new Error("it has a backing file");
    if (header.readUInt32BE(32) !== 0) throw new Error("its guest disk is encrypted");
    const isFirstVersion = header.readUInt32BE(4) === 2;
    const hasDataFile = !isFirstVersion && (header.readBigUInt64BE(72) & 4n) !== 0n;
    if (hasDataFile) throw new Error("its data are in another file");
  } finally {
    file.close();
  }
}

async function digestGuest(from: ToRead, chosen: readonly string[]) {
  const guest = join(from.scratch, "guest.raw");
  await askTool(from, [
    "qemu-img",
    "convert",
    "-f",
    "qcow2",
    ...chosen,
    "-O",
    "raw",
    from.path,
    guest,
  ]);
  return digestData(guest);
}

function snapshotsIn(json: string): { id: string; name: string }[] {
  const info = JSON.parse(json) as { snapshots?: { id?: unknown; name?: unknown }[] };
  return (info.snapshots ?? []).map(({ id, name }) => ({ id: String(id), name: String(name) }));
}
