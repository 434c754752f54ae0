import { isInstalled } from "../installed.js";
import type { RunTool } from "../tool.js";

/** What must be known of a program to name places in it. */
export interface Program {
  readonly segments: readonly Span[];
  /**
   * Its exported functions, where it has no names of others: the nearest of them is not the one
   * that a place is in. Undefined where it has all names.
   */
  readonly exported: readonly Span[] | undefined;
  /** It has debugging information of its own. */
  readonly hasLines: boolean;
}

/** A part of a program: a function, or what is loaded at once. */
interface Span {
  readonly address: number;
  readonly lengthBytes: number;
  /** In the file. */
  readonly offsetBytes: number;
}

const unread: Program = { segments: [], exported: undefined, hasLines: false };

/** Reads the headers of a program by readelf (binutils). Nothing is known where that is missing. */
export async function readProgram(path: string, runTool: RunTool): Promise<Program> {
  if (!isInstalled("readelf")) return unread;
  const asked = ["--segments", "--sections", "--dyn-syms"];
  const { stdout } = await runTool(["readelf", "--wide", ...asked, path]);
  return programIn(stdout);
}

/** A program by what readelf lists of it: its segments, sections and dynamic symbols. */
export function programIn(listing: string): Program {
  const isStripped = !/ \.symtab /.test(listing);
  return {
    segments: segmentsIn(listing),
    exported: isStripped ? functionsIn(listing) : undefined,
    hasLines: / \.z?debug_line /.test(listing),
  };
}

/** Where what stands at a place of the file is when it is loaded (elf(5), program headers). */
export function addressOf({ segments }: Program, at: number): number {
  const segment = segments.find(
    ({ offsetBytes, lengthBytes }) => at >= offsetBytes && at <= offsetBytes + lengthBytes,
  );
  return segment === undefined ? at : at - segment.offsetBytes + segment.address;
}

/** Whether the name of the function before an address is that of the function that it is in. */
export function isNamedAt({ exported }: Program, address: number): boolean {
  if (exported === undefined) return true;
  return exported.some(
    (each) => address >= each.address && address < each.address + each.lengthBytes,
  );
}

function segmentsIn(listing: string): Span[] {
  const pattern = /^ +LOAD +0x([\da-f]+) 0x([\da-f]+) 0x[\da-f]+ 0x([\da-f]+)/gm;
  return [...listing.matchAll(pattern)].map(([, offset = "", address = "", length = ""]) => ({
    offsetBytes: parseInt(offset, 16),
    address: parseInt(address, 16),
    lengthBytes: parseInt(length, 16),
  }));
}

function functionsIn(listing: string): Span[] {
  const pattern = /^ +\d+: ([\da-f]+) +(\d+) I?FUNC /gm;
  return [...listing.matchAll(pattern)].map(([, address = "", length = ""]) => ({
    offsetBytes: 0,
    address: parseInt(address, 16),
    lengthBytes: Number(length),
  }));
}
