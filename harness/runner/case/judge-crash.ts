import type { StateKey } from "../../crash/state-key.js";
import { nameWrite } from "../../layout/disk-regions.js";
import type { Finding } from "../../model/verdict.js";
import { checkAtCrash, type Holds } from "../../oracles/at-crash.js";
import { checkBootCode } from "../../oracles/boot-code.js";
import { checkBystanders, checkBytesOutside } from "../../oracles/bytes.js";
import { destinationStates } from "../../oracles/destinations.js";
import { checkDurable } from "../../oracles/durable.js";
import type { CutRecord } from "../../store/records.js";
import { censusRecord } from "./crash-records.js";
import type { Examiner } from "../../media/disk/examiner.js";
import { changeOf } from "../golden/expected-end.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { JudgedCrash, Reached } from "./reached.js";

/** Judges the crash image that is on the disk, before anything has repaired it. */
export async function judgeCrash(
  examiner: Examiner,
  made: GoldenMade,
  reached: Reached,
  key: StateKey,
  kill: number,
): Promise<JudgedCrash> {
  const { disk } = examiner;
  const { golden, holds, regionsBefore, regionsAfter } = made;
  const { point, landed, lastWrite, ...site } = reached.site;
  const facts = examiner.facts(key, namesIn(holds));
  const changedPages = disk.pagesNotBase();
  const base = disk.baseSource();
  const findings: Finding[] = [];
  if (landed === "landed") {
    findings.push(...checkAtCrash(golden, facts, holds, kill, reached.torn));
    const touched = made.changesNothing ? changeOf(disk) : undefined;
    if (touched !== undefined) {
      findings.push({ checker: "bystanders", class: "bystander touched", message: touched, kill });
    }
    const promise = brokenPromise(reached);
    if (promise !== undefined) {
      const all = examiner.facts(key);
      const fsck = await examiner.fsck(all, key);
      const outside = checkBytesOutside(golden, base, disk.source(), changedPages);
      findings.push(...checkDurable(golden, all, fsck, outside, promise, kill));
    }
  }
  findings.push(
    ...checkBystanders(golden, holds.bystanders, base, disk.source(), changedPages, kill),
    ...checkBootCode(golden.bootCode ?? [], base, disk.source(), changedPages, reached.torn, kill),
    ...reached.misdeeds.map((misdeed) => ({ ...misdeed, kill })),
  );
  const cut: CutRecord = {
    point,
    write: site.writeCount,
    bytes: site.bytes,
    line: site.lineCount,
    ofWrites: site.ofWrites,
    step: site.step,
    region: lastWrite ? nameWrite(regionsBefore, regionsAfter, lastWrite).name : "",
    landed,
    disk: {
      census: censusRecord(facts),
      destinations: destinationStates(golden, base, disk.source(), changedPages),
    },
  };
  return { cut, findings };
}

/** How what is not on the disk breaks the target's word that it is done, where it gave it. */
function brokenPromise({ site: { point }, saysDone }: Reached): string | undefined {
  if (point.kind === "power" && point.ended) {
    return "the target had said that it was done, and power loss takes it back";
  }
  return saysDone === true
    ? "after ctrl-C the target ended with success, as if all were done"
    : undefined;
}

function namesIn({ always, oneOf, bystanders }: Holds): ReadonlySet<string> {
  return new Set([...always, ...oneOf.flat(), ...bystanders]);
}
