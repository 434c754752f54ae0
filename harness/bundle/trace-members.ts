import { decodeTrace } from "../shim/record.js";
import { request } from "../shim/wire.js";
import type { FailureCase } from "../store/failures/failure-case.js";
import { readBlob } from "../store/blob-store.js";
import { writesOf } from "../media/disk/disk-run.js";
import { memberOf, type Member } from "./archive/member.js";
import { encodeDelta, requireSmall } from "./delta.js";
import type { SectorIndex } from "./sector-index.js";

/** The traces of a failure, each once, without what the image has that they begin with. */
export function traceMembers(folder: string, failure: FailureCase, index: SectorIndex): Member[] {
  return [...new Set(failure.traces)].map((digest) => {
    const trace = readBlob(folder, "traces", digest);
    requireSmall(trace);
    const data = writesOf(decodeTrace(trace, trace.length)).filter(
      ({ change }) => change === "data",
    );
    const stretches = data.map(({ recordAt, lengthBytes }) => ({
      at: recordAt + request.writeData,
      lengthBytes,
    }));
    return memberOf(`${digest}.delta`, encodeDelta(trace, stretches, index));
  });
}
