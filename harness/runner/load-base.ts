import { openFileSource } from "../layout/byte-source.js";
import { Shim } from "../shim/shim.js";
import { dataExtents } from "../target/data-extents.js";
import type { RunTool } from "../target/tool.js";

const pieceBytes = 1024 * 1024;

/** Mounts a shim whose base is an image file. Holes of the file are not read. */
export async function loadBase(
  imagePath: string,
  mountPoint: string,
  runTool: RunTool,
): Promise<Shim> {
  const image = openFileSource(imagePath);
  try {
    const extents = await dataExtents(imagePath, image.sizeBytes);
    const shim = await Shim.mount(mountPoint, image.sizeBytes, runTool);
    for (const { offsetBytes, lengthBytes } of extents) {
      const end = offsetBytes + lengthBytes;
      for (let at = offsetBytes; at < end; at += pieceBytes) {
        const piece = image.read(at, Math.min(pieceBytes, end - at));
        shim.disk.write(at, piece, 0, piece.length);
      }
    }
    shim.disk.adoptAsBase();
    return shim;
  } finally {
    image.close();
  }
}
