import { DecodeError } from "../model/errors.js";
import type { FlushEvent, MarkEvent, OutputEvent } from "../model/trace.js";
import { node, opcode, request } from "./wire.js";

/** A record in the bytes of a trace. */
export interface RecordPlace {
  readonly at: number;
  readonly lengthBytes: number;
  /** From 0. */
  readonly index: number;
}

/** So much of a trace does a record take: the next one is on an 8-byte boundary. */
export function alignedBytes(lengthBytes: number): number {
  return Math.ceil(lengthBytes / 8) * 8;
}

/** The records of a trace, in order. Throws DecodeError with the number of one that is cut off. */
export function* recordsOf(trace: Buffer, tailBytes: number): Generator<RecordPlace> {
  let index = 0;
  for (let at = 0; at < tailBytes; index += 1) {
    const lengthBytes = tailBytes - at >= request.body ? trace.readUInt32LE(at) : 0;
    if (lengthBytes < request.body || at + lengthBytes > tailBytes) {
      const path = `trace.record[${index}].length`;
      throw new DecodeError(path, `${lengthBytes} does not fit, the trace is cut off here`);
    }
    yield { at, lengthBytes, index };
    at += alignedBytes(lengthBytes);
  }
}

/**
 * What a record tells that has nothing to do with the medium: a note of the harness, a piece of
 * output, a sync() of all. Undefined for any other.
 */
export function decodeAside(
  trace: Buffer,
  { at, lengthBytes }: RecordPlace,
): MarkEvent | OutputEvent | FlushEvent | undefined {
  const code = trace.readUInt32LE(at + request.opcode);
  const timeUs = trace.readDoubleLE(at + request.unique);
  const end = at + lengthBytes;
  if (code === opcode.mark) {
    return { kind: "mark", text: trace.toString("latin1", at + request.body, end).trim(), timeUs };
  }
  const nodeId = trace.readUInt32LE(at + request.nodeId);
  if (code !== opcode.write) return undefined;
  const pid = trace.readUInt32LE(at + request.pid);
  if (nodeId === node.syncs) return { kind: "flush", ofSystem: true, pid, timeUs };
  if (nodeId !== node.stdout && nodeId !== node.stderr) return undefined;
  const stream = nodeId === node.stdout ? "stdout" : "stderr";
  const text = trace.toString("utf8", at + request.writeData, end);
  return { kind: "output", stream, text, pid, timeUs };
}
