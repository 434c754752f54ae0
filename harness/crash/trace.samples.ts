import { decodeTrace } from "../shim/record.js";
import { fallocateMode, node, opcode, request } from "../shim/wire.js";
import { Epochs } from "./epoch.js";

/** One thing that a run did to its disk. */
export type SampleStep =
  | {
      readonly kind: "data";
      readonly offsetBytes: number;
      readonly data: Uint8Array;
      readonly synchronous?: boolean;
    }
  | { readonly kind: "zero"; readonly offsetBytes: number; readonly lengthBytes: number }
  | { readonly kind: "size"; readonly sizeBytes: number }
  | { readonly kind: "flush" };

/** A trace as the shim would have recorded it. */
export interface SampleTrace {
  readonly bytes: Buffer;
  readonly epochs: Epochs;
}

/** For tests: makes the trace of a run. */
export function sampleTrace(steps: readonly SampleStep[]): SampleTrace {
  const bytes = Buffer.concat(steps.map(recordOf));
  return { bytes, epochs: new Epochs(decodeTrace(bytes, bytes.length)) };
}

/** For tests: bytes that show which write they are of. */
export function sampleWrite(
  offsetBytes: number,
  lengthBytes: number,
  mark: string,
): Extract<SampleStep, { kind: "data" }> {
  return { kind: "data", offsetBytes, data: Buffer.alloc(lengthBytes, mark) };
}

const dsync = 0o10000;

function recordOf(step: SampleStep): Buffer {
  const data = step.kind === "data" ? step.data : new Uint8Array(0);
  const lengthBytes = request.writeData + data.length;
  const record = Buffer.alloc(Math.ceil(lengthBytes / 8) * 8);
  record.writeUInt32LE(lengthBytes, request.lengthBytes);
  record.writeUInt32LE(node.disk, request.nodeId);
  record.set(data, request.writeData);
  switch (step.kind) {
    case "data":
      record.writeUInt32LE(opcode.write, request.opcode);
      record.writeUInt32LE(data.length, request.writeSize);
      record.writeUInt32LE(step.synchronous === true ? dsync : 0, request.writeFileFlags);
      record.writeBigUInt64LE(BigInt(step.offsetBytes), request.writeOffset);
      return record;
    case "zero":
      record.writeUInt32LE(opcode.fallocate, request.opcode);
      record.writeUInt32LE(fallocateMode.punchHole | fallocateMode.keepSize, request.fallocateMode);
      record.writeBigUInt64LE(BigInt(step.offsetBytes), request.fallocateOffset);
      record.writeBigUInt64LE(BigInt(step.lengthBytes), request.fallocateLength);
      return record;
    case "size":
      record.writeUInt32LE(opcode.setattr, request.opcode);
      record.writeBigUInt64LE(BigInt(step.sizeBytes), request.setattrSize);
      return record;
    case "flush":
      record.writeUInt32LE(opcode.fsync, request.opcode);
      return record;
  }
}
