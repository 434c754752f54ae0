import { decodeSlots, hasBootSignature } from "../mbr/slots.js";
import type { ProtectiveMbr } from "./types.js";

/** The type of the slot that keeps other tools off a GPT disk. */
export const gptProtective = 0xee;

/** Decodes sector 0 of a disk. UEFI specification 2.10, section 5.2.3. Never throws. */
export function decodeProtectiveMbr(sector: Buffer): ProtectiveMbr {
  if (!hasBootSignature(sector)) return { valid: false, entries: [] };
  const entries = decodeSlots(sector);
  const valid = entries.some((entry) => entry.type === gptProtective && entry.startLba === 1);
  return { valid, entries };
}
