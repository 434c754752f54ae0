import { DecodeError } from "../../model/errors.js";

/** A run of bytes of a disk that is stored; what lies between the runs is zeros. */
export interface DataRun {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

const blockBytes = 512;

/**
 * The map at the head of a sparse file's body, as GNU tar writes and reads it (format 1.0,
 * "Storing Sparse Files" in its manual): numbers in decimal, a line each, padded to 512 bytes.
 */
export function encodeSparseMap(runs: readonly DataRun[], sizeBytes: number): Buffer {
  // The last run, without bytes, says where a hole at the end of the file ends.
  const all = [...runs, { offsetBytes: sizeBytes, lengthBytes: 0 }];
  const numbers = [all.length, ...all.flatMap((run) => [run.offsetBytes, run.lengthBytes])];
  const text = Buffer.from(numbers.map((each) => `${each}\n`).join(""));
  return Buffer.concat([text, Buffer.alloc(-text.length & (blockBytes - 1))]);
}

/** A map that was read, and where the bytes of its first run begin. */
export interface SparseMap {
  readonly runs: readonly DataRun[];
  readonly mapBytes: number;
}

/**
 * Reads the map of a disk of `sizeBytes`; undefined while more of the body is needed. Throws
 * DecodeError for numbers that are none, and for runs that overlap or end behind the disk.
 */
export function decodeSparseMap(body: Buffer, sizeBytes: number): SparseMap | undefined {
  let at = 0;
  const next = (): number | undefined => {
    const end = body.indexOf(10, at);
    if (end < 0 && body.length - at <= 20) return undefined;
    const text = body.toString("latin1", at, Math.max(end, at));
    if (!/^\d{1,16}$/.test(text)) throw new DecodeError("sparse map", `no number at byte ${at}`);
    at = end + 1;
    return Number(text);
  };
  const count = next();
  if (count === undefined) return undefined;
  const runs: DataRun[] = [];
  let freeFrom = 0;
  for (let index = 0; index < count; index += 1) {
    const offsetBytes = next();
    const lengthBytes = next();
    if (offsetBytes === undefined || lengthBytes === undefined) return undefined;
    if (offsetBytes < freeFrom || offsetBytes + lengthBytes > sizeBytes) {
      throw new DecodeError(`sparse map: run ${index + 1}`, "overlaps, or is not on the disk");
    }
    freeFrom = offsetBytes + lengthBytes;
    runs.push({ offsetBytes, lengthBytes });
  }
  const mapBytes = Math.ceil(at / blockBytes) * blockBytes;
  return body.length < mapBytes ? undefined : { runs, mapBytes };
}
