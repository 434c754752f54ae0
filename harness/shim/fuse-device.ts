import { readSync, writeSync } from "node:fs";

/**
 * Waits for the kernel's next request and puts it at `at`. Returns its length in bytes, 0 when
 * there is none after all, -1 when the mount is gone.
 */
export function receive(descriptor: number, buffer: Buffer, at: number, room: number): number {
  try {
    return readSync(descriptor, buffer, at, room, null);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // ENOENT: the request was taken back while it waited. ENODEV: unmounted.
    if (code === "ENOENT" || code === "EINTR" || code === "EAGAIN") return 0;
    if (code === "ENODEV") return -1;
    throw error;
  }
}

/**
 * Sends a reply or a notice. Returns false when the kernel has nobody for it any more: the caller
 * was killed while its request was answered, or no cache is left of the node.
 */
export function send(descriptor: number, message: Buffer, lengthBytes: number): boolean {
  try {
    writeSync(descriptor, message, 0, lengthBytes);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return false;
  }
}
