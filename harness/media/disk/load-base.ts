import { openFileSource } from "../../layout/byte-source.js";
import { HarnessError } from "../../model/errors.js";
import { openMemory, reserveBuffers } from "../../shim/memory.js";
import { PagedDisk, StoreFull } from "../../shim/paged-disk.js";
import { Shim } from "../../shim/shim.js";
import { dataExtents } from "../../target/data-extents.js";
import type { RunTool } from "../../target/tool.js";

const pieceBytes = 1024 * 1024;

/** Mounts a shim whose base is an image file. Holes of the file are not read. */
export async function loadBase(
  imagePath: string,
  mountPoint: string,
  runTool: RunTool,
): Promise<Shim> {
  const { sizeBytes, fill } = await openImage(imagePath);
  const shim = await Shim.mount(mountPoint, sizeBytes, runTool);
  fill(shim.disk);
  return shim;
}

/** A disk in memory, with no mount, whose base is an image file. */
export async function loadDisk(imagePath: string): Promise<PagedDisk> {
  const { sizeBytes, fill } = await openImage(imagePath);
  const disk = new PagedDisk(openMemory(reserveBuffers(sizeBytes)));
  fill(disk);
  return disk;
}

async function openImage(imagePath: string) {
  const image = openFileSource(imagePath);
  const { sizeBytes } = image;
  const extents = await dataExtents(imagePath, sizeBytes);
  const fill = (disk: PagedDisk): void => {
    try {
      disk.truncate(sizeBytes);
      for (const { offsetBytes, lengthBytes } of extents) {
        const end = offsetBytes + lengthBytes;
        for (let at = offsetBytes; at < end; at += pieceBytes) {
          const piece = image.read(at, Math.min(pieceBytes, end - at));
          disk.write(at, piece, 0, piece.length);
        }
      }
      disk.adoptAsBase();
    } catch (error) {
      if (error instanceof StoreFull) throw tooLarge(imagePath);
      throw error;
    } finally {
      image.close();
    }
  };
  return { sizeBytes, fill };
}

function tooLarge(imagePath: string): HarnessError {
  return new HarnessError(
    `${imagePath} holds too much for memory: its data must be less than 4 GiB, holes left out. ` +
      "Make a smaller or a sparser one (cp --sparse=always, fstrim before imaging)",
  );
}
