import { wide, type SharedMemory } from "./memory.js";
import { nextPlace } from "./page-source.js";
import type { Reply } from "./replies.js";
import { errno, readU64, request, seekWhence } from "./wire.js";

/**
 * Answers the LSEEK at `at` of `requests`: where the disk's next data or its next hole begins, as
 * lseek(2) has it for SEEK_DATA and SEEK_HOLE. All other kinds the kernel answers by itself. Pages
 * of which nobody has written anything but zeros are holes. Returns the reply's length.
 */
export function answerSeek(
  { current, wide: sizes }: SharedMemory,
  reply: Reply,
  requests: Buffer,
  at: number,
): number {
  const sizeBytes = sizes[wide.currentSizeBytes] ?? 0;
  const offsetBytes = readU64(requests, at + request.seekOffset);
  const whence = requests.readUInt32LE(at + request.seekWhence);
  if (whence !== seekWhence.data && whence !== seekWhence.hole) return reply.putError(errno.EINVAL);
  if (offsetBytes >= sizeBytes) return reply.putError(errno.ENXIO);
  const wanted = whence === seekWhence.data ? "data" : "hole";
  const found = nextPlace(current, offsetBytes, sizeBytes, wanted);
  if (wanted === "data" && found >= sizeBytes) return reply.putError(errno.ENXIO);
  return reply.putOffset(Math.min(found, sizeBytes));
}
