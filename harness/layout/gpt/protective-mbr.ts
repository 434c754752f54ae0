import { decodeSlots, hasBootSignature } from "../mbr/slots.js";
import type { ProtectiveMbr } from "./types.js";

/** The type of the slot that keeps other tools off a GPT disk. */
export const gptProtective = 0xee;

/**
 * Decodes sector 0 of a disk. Valid is what is_pmbr_valid of the kernel's block/partitions/efi.c
 * takes, hybrid ones among them; sizes don't matter. UEFI specification 2.10, section 5.2.3. Never
 * throws.
 */
export function decodeProtectiveMbr(sector: Buffer): ProtectiveMbr {
  if (!hasBootSignature(sector)) return { problem: "no signature 0xaa55", entries: [] };
  const entries = decodeSlots(sector);
  const protective = entries.filter(({ type }) => type === gptProtective);
  if (protective.some(({ startLba }) => startLba === 1)) return { entries };
  const problem =
    protective.length === 0
      ? "no partition of type 0xee"
      : `a partition of type 0xee from LBA ${protective[0]?.startLba ?? 0}, not 1`;
  return { problem, entries };
}
