import { dataPieces, type ByteSource } from "../layout/byte-source.js";

export const sectorBytes = 512;
const pieceBytes = 1024 * 1024;
const keyBytes = 16;

/** Finds content of an image by its bytes, a sector at a time. */
export interface SectorIndex {
  /** Where the bytes of a sector stand in the image; undefined where they are nowhere in it. */
  find(sector: Buffer): number | undefined;
}

/** Reads all of an image that is not zero. Of sectors that begin alike the first is found. */
export function indexSectors(image: ByteSource): SectorIndex {
  const places = new Map<string, number>();
  for (const { offsetBytes, bytes } of dataPieces(image, pieceBytes)) {
    for (let at = 0; at + sectorBytes <= bytes.length; at += sectorBytes) {
      const key = bytes.toString("latin1", at, at + keyBytes);
      if (!places.has(key)) places.set(key, offsetBytes + at);
    }
  }
  return {
    find: (sector) => {
      const place = places.get(sector.toString("latin1", 0, keyBytes));
      if (place === undefined || sector.length !== sectorBytes) return undefined;
      return image.read(place, sectorBytes).equals(sector) ? place : undefined;
    },
  };
}
