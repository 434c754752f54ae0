import type { ByteSource, Piece } from "../../layout/byte-source.js";

/** A disk of zeros with some bytes on it. The pieces are sorted and do not overlap. */
export function piecesSource(sizeBytes: number, pieces: readonly Piece[]): ByteSource {
  const endOf = ({ offsetBytes, bytes }: Piece) => offsetBytes + bytes.length;
  return {
    sizeBytes,
    read(offsetBytes, lengthBytes) {
      const found = Buffer.alloc(Math.max(0, Math.min(lengthBytes, sizeBytes - offsetBytes)));
      for (const piece of pieces) {
        const from = Math.max(offsetBytes, piece.offsetBytes);
        const to = Math.min(offsetBytes + found.length, endOf(piece));
        if (from >= to) continue;
        piece.bytes.copy(
          found,
          from - offsetBytes,
          from - piece.offsetBytes,
          to - piece.offsetBytes,
        );
      }
      return found;
    },
    holeEnd: (offsetBytes) => {
      const next = pieces.find((piece) => endOf(piece) > offsetBytes);
      return Math.max(offsetBytes, next?.offsetBytes ?? sizeBytes);
    },
  };
}
