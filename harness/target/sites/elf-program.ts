import { isInstalled } from "../installed.js";
import type { RunTool } from "../tool.js";

/** What must be known of a program to find its lines. */
export interface Program {
  readonly segments: readonly Segment[];
  /** It has debugging information of its own. */
  readonly hasLines: boolean;
}

/** A part that is loaded. */
interface Segment {
  readonly offsetBytes: number;
  readonly address: number;
  readonly lengthBytes: number;
}

/** Reads the headers of a program by readelf (binutils). Nothing is known where that is missing. */
export async function readProgram(path: string, runTool: RunTool): Promise<Program> {
  if (!isInstalled("readelf")) return { segments: [], hasLines: false };
  const { stdout } = await runTool(["readelf", "--wide", "--segments", "--sections", path]);
  const pattern = /^ +LOAD +0x([\da-f]+) 0x([\da-f]+) 0x[\da-f]+ 0x([\da-f]+)/gm;
  const segments = [...stdout.matchAll(pattern)].map(([, offset = "", address = "", length = ""]) => ({
    offsetBytes: parseInt(offset, 16),
    address: parseInt(address, 16),
    lengthBytes: parseInt(length, 16),
  }));
  return { segments, hasLines: / \.z?debug_line /.test(stdout) };
}

/** Where what stands at a place of the file is when it is loaded (elf(5), program headers). */
export function addressOf({ segments }: Program, at: number): number {
  const segment = segments.find(
    ({ offsetBytes, lengthBytes }) => at >= offsetBytes && at <= offsetBytes + lengthBytes,
  );
  return segment === undefined ? at : at - segment.offsetBytes + segment.address;
}
