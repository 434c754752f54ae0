import { createHash } from "node:crypto";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { DecodeError } from "../../model/errors.js";
import type { BundleFile } from "../bundle-json.js";
import { decodeSparseMap, type SparseMap } from "./sparse-map.js";

/** A map may have so many bytes: a run of 4 KiB takes 20 bytes of it, so of 3 GiB each second. */
const mostMapBytes = 2 ** 23;

/** Writes one file as its body comes in; of a disk, its holes stay holes. */
export class FileWriter {
  readonly #file: BundleFile;
  readonly #descriptor: number;
  readonly #hash = createHash("sha256");
  #doneBytes = 0;
  /** Of a disk: what has come until its map is whole. */
  #head = Buffer.alloc(0);
  #map: SparseMap | undefined;
  #runIndex = 0;
  #runDoneBytes = 0;

  /** The file must not be there. */
  constructor(file: BundleFile, path: string) {
    this.#file = file;
    this.#descriptor = openSync(path, "wx", 0o600);
    if (file.diskBytes !== undefined) ftruncateSync(this.#descriptor, file.diskBytes);
  }

  /** Takes the next bytes of the body. Throws DecodeError for a map that is none. */
  write(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#doneBytes += bytes.length;
    if (this.#file.diskBytes === undefined) writeAll(this.#descriptor, bytes, undefined);
    else if (this.#map !== undefined) this.#writeRuns(this.#map, bytes);
    else this.#readMap(bytes, this.#file.diskBytes);
  }

  /** Throws DecodeError where the body was another one than bundle.json says. */
  end(): void {
    const { name, bodyBytes, sha256, diskBytes } = this.#file;
    const hasMap = diskBytes === undefined || this.#map !== undefined;
    if (this.#doneBytes === bodyBytes && this.#hash.digest("hex") === sha256 && hasMap) return;
    throw new DecodeError(name, "its bytes are not those that bundle.json names: it is damaged");
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #readMap(bytes: Buffer, diskBytes: number): void {
    this.#head = Buffer.concat([this.#head, bytes]);
    this.#map = decodeSparseMap(this.#head, diskBytes);
    if (this.#map !== undefined) {
      this.#writeRuns(this.#map, this.#head.subarray(this.#map.mapBytes));
      this.#head = Buffer.alloc(0);
    } else if (this.#head.length > mostMapBytes) {
      throw new DecodeError(this.#file.name, `its map has more than ${mostMapBytes} bytes`);
    }
  }

  #writeRuns({ runs }: SparseMap, bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const run = runs[this.#runIndex];
      if (run === undefined) throw new DecodeError(this.#file.name, "more bytes than its map has");
      const leftBytes = run.lengthBytes - this.#runDoneBytes;
      const piece = bytes.subarray(at, at + leftBytes);
      writeAll(this.#descriptor, piece, run.offsetBytes + this.#runDoneBytes);
      at += piece.length;
      this.#runDoneBytes += piece.length;
      if (this.#runDoneBytes < run.lengthBytes) continue;
      this.#runIndex += 1;
      this.#runDoneBytes = 0;
    }
  }
}

function writeAll(descriptor: number, bytes: Buffer, offsetBytes: number | undefined): void {
  for (let done = 0; done < bytes.length;) {
    const at = offsetBytes === undefined ? null : offsetBytes + done;
    done += writeSync(descriptor, bytes, done, bytes.length - done, at);
  }
}
