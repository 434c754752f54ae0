import type { CaseReply } from "../../runner/workers/messages.js";
import type { CaseRecord } from "../../store/records.js";
import type { Sequel } from "../../store/sequel.js";
import type { Told } from "../cases/session-plan.js";

/** A case as it is stored: what a run that goes on must know of it stands in its record. */
export function withSequel(reply: Omit<Told, "trial"> & Pick<CaseReply, "lost">): CaseRecord {
  const { record, nested, notNested, secondsLeftOut, lost, smallest } = reply;
  const sequel: Sequel = {
    ...(nested.length > 0 && { leads: nested }),
    ...(notNested !== undefined && { notNested }),
    ...(secondsLeftOut > 0 && { secondsLeftOut }),
    ...(lost && { lost }),
    ...(smallest && { smallest }),
  };
  return Object.keys(sequel).length === 0 ? record : { ...record, sequel };
}

/** What was told of a case, from its record. Trials are not stored. */
export function toldBy(record: CaseRecord): Told {
  const { leads = [], notNested, secondsLeftOut = 0, smallest } = record.sequel ?? {};
  return {
    ...{ record, trial: false, nested: leads, secondsLeftOut },
    ...(notNested !== undefined && { notNested }),
    ...(smallest && { smallest }),
  };
}
