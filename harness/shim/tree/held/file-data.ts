import { createHash } from "node:crypto";

/** Bytes of one page of a file. */
export const pageBytes = 4096;

const chunkPages = 256;
const chunkBytes = chunkPages * pageBytes;

/** A mebibyte of a file. It is changed in place only by the epoch that made it. */
interface Chunk {
  readonly epoch: number;
  readonly pages: (Buffer | undefined)[];
  /** Pages that this epoch has allocated, and may change in place. */
  readonly isFresh: boolean[];
}

/**
 * What a file holds: pages in chunks, where a missing page is a hole. Copies share all that was not
 * written since, so that a copy costs a word for each mebibyte, and a write the pages that it
 * meets.
 */
export class FileData {
  #sizeBytes = 0;
  #chunks: (Chunk | undefined)[] = [];
  /** Of what it holds now, once somebody has asked. */
  #sha256: string | undefined;

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** From now on neither changes the other, if each is written with an epoch of its own. */
  copy(): FileData {
    const copy = new FileData();
    copy.#sizeBytes = this.#sizeBytes;
    copy.#chunks = this.#chunks.slice();
    copy.#sha256 = this.#sha256;
    return copy;
  }

  /** Pages that take room. */
  pageCount(): number {
    let count = 0;
    for (const chunk of this.#chunks) {
      chunk?.pages.forEach((page) => (count += page === undefined ? 0 : 1));
    }
    return count;
  }

  /** Copies bytes into `target`, zeros where there are holes. The range must lie inside. */
  read(offsetBytes: number, target: Buffer, targetStart: number, lengthBytes: number): void {
    for (let done = 0; done < lengthBytes;) {
      const at = offsetBytes + done;
      const inside = at % pageBytes;
      const count = Math.min(pageBytes - inside, lengthBytes - done);
      const page = this.page(Math.floor(at / pageBytes));
      if (page === undefined) target.fill(0, targetStart + done, targetStart + done + count);
      else page.copy(target, targetStart + done, inside, inside + count);
      done += count;
    }
  }

  /** All of it, as a copy. */
  bytes(): Buffer {
    const all = Buffer.allocUnsafe(this.#sizeBytes);
    this.read(0, all, 0, all.length);
    return all;
  }

  /** Of its bytes, in hex. */
  sha256(): string {
    if (this.#sha256 !== undefined) return this.#sha256;
    const hash = createHash("sha256");
    for (let at = 0; at < this.#sizeBytes; at += pageBytes) {
      const count = Math.min(pageBytes, this.#sizeBytes - at);
      hash.update((this.page(at / pageBytes) ?? zeros).subarray(0, count));
    }
    this.#sha256 = hash.digest("hex");
    return this.#sha256;
  }

  /** One page as it is kept, not to be changed; undefined for a hole. */
  page(number: number): Buffer | undefined {
    return this.#chunks[Math.floor(number / chunkPages)]?.pages[number % chunkPages];
  }

  /** Writes bytes of `data`, and grows to take them. */
  write(epoch: number, offset: number, data: Buffer, dataStart: number, lengthBytes: number): void {
    this.#sha256 = undefined;
    for (let done = 0; done < lengthBytes;) {
      const at = offset + done;
      const inside = at % pageBytes;
      const count = Math.min(pageBytes - inside, lengthBytes - done);
      const page = this.#pageForWrite(epoch, Math.floor(at / pageBytes), count);
      data.copy(page, inside, dataStart + done, dataStart + done + count);
      done += count;
    }
    if (lengthBytes > 0) this.#sizeBytes = Math.max(this.#sizeBytes, offset + lengthBytes);
  }

  /** Makes a range a hole, as far as whole pages go; the rest of it becomes zero. */
  punch(epoch: number, offsetBytes: number, lengthBytes: number): void {
    this.#sha256 = undefined;
    const end = Math.min(offsetBytes + lengthBytes, this.#chunks.length * chunkBytes);
    for (let at = offsetBytes; at < end;) {
      const number = Math.floor(at / pageBytes);
      const chunkNumber = Math.floor(number / chunkPages);
      const inside = at % pageBytes;
      const count = Math.min(pageBytes - inside, end - at);
      if (this.#chunks[chunkNumber] === undefined) {
        at = (chunkNumber + 1) * chunkBytes;
        continue;
      }
      if (this.page(number) !== undefined) {
        if (count === pageBytes) {
          this.#chunkForWrite(epoch, chunkNumber).pages[number % chunkPages] = undefined;
        } else this.#pageForWrite(epoch, number, count).fill(0, inside, inside + count);
      }
      at += count;
    }
  }

  /** Sets the size. What lay beyond the new end is gone, and is zero if the file grows again. */
  truncate(epoch: number, sizeBytes: number): void {
    this.#sha256 = undefined;
    if (sizeBytes < this.#sizeBytes) {
      const keptPages = Math.ceil(sizeBytes / pageBytes);
      this.punch(epoch, sizeBytes, Math.ceil(this.#sizeBytes / pageBytes) * pageBytes - sizeBytes);
      this.#chunks.length = Math.min(this.#chunks.length, Math.ceil(keptPages / chunkPages));
    }
    this.#sizeBytes = sizeBytes;
  }

  /** The next hole or data from an offset inside on; the size where there is none. */
  nextPlace(offsetBytes: number, wanted: "hole" | "data"): number {
    const endPage = Math.ceil(this.#sizeBytes / pageBytes);
    let number = Math.floor(offsetBytes / pageBytes);
    while (number < endPage && (this.page(number) === undefined) !== (wanted === "hole")) {
      const isNoChunk = this.#chunks[Math.floor(number / chunkPages)] === undefined;
      number = isNoChunk ? (Math.floor(number / chunkPages) + 1) * chunkPages : number + 1;
    }
    return Math.min(this.#sizeBytes, Math.max(offsetBytes, number * pageBytes));
  }

  /** Whether both hold the same bytes. What they share is not read. */
  equals(other: FileData): boolean {
    if (this.#sizeBytes !== other.#sizeBytes) return false;
    const chunkCount = Math.max(this.#chunks.length, other.#chunks.length);
    for (let chunk = 0; chunk < chunkCount; chunk += 1) {
      if (this.#chunks[chunk] === other.#chunks[chunk]) continue;
      for (let page = chunk * chunkPages; page < (chunk + 1) * chunkPages; page += 1) {
        const [one, two] = [this.page(page), other.page(page)];
        if (one !== two && !(one ?? zeros).equals(two ?? zeros)) return false;
      }
    }
    return true;
  }

  #chunkForWrite(epoch: number, number: number): Chunk {
    const old = this.#chunks[number];
    if (old?.epoch === epoch) return old;
    const chunk: Chunk = { epoch, pages: old?.pages.slice() ?? [], isFresh: [] };
    this.#chunks[number] = chunk;
    return chunk;
  }

  /** The page to write `byteCount` bytes into. */
  #pageForWrite(epoch: number, number: number, byteCount: number): Buffer {
    const { pages, isFresh } = this.#chunkForWrite(epoch, Math.floor(number / chunkPages));
    const index = number % chunkPages;
    const old = pages[index];
    if (old !== undefined && isFresh[index] === true) return old;
    const page = byteCount === pageBytes ? Buffer.allocUnsafeSlow(pageBytes) : newPage(old);
    pages[index] = page;
    isFresh[index] = true;
    return page;
  }
}

function newPage(old: Buffer | undefined): Buffer {
  if (old === undefined) return Buffer.alloc(pageBytes);
  const page = Buffer.allocUnsafeSlow(pageBytes);
  old.copy(page);
  return page;
}

const zeros = Buffer.alloc(pageBytes);
