import { checkAfterResume } from "../../oracles/after-resume.js";
import { checkAtCrash, type Holds } from "../../oracles/at-crash.js";
import { checkBootCode } from "../../oracles/boot-code.js";
import { checkBystanders, checkBytesOutside } from "../../oracles/bytes.js";
import type { DiskFacts } from "../../oracles/facts/facts.js";
import { destinationStates } from "../../oracles/destinations.js";
import { checkDurable } from "../../oracles/durable.js";
import type { Judgement, Told } from "../../model/judgement.js";
import type { Finding } from "../../model/verdict.js";
import type { CrashScene, Judge, Sight } from "../judge.js";
import { censusRecord } from "./census-record.js";
import type { DiskBench } from "./disk-bench.js";
import type { DiskGolden } from "./golden/disk-golden.js";
import type { Examiner } from "./examiner.js";

/** Judges a disk: its table, its partitions, its file systems, its bytes. */
export class DiskJudge implements Judge {
  readonly #bench: DiskBench;
  readonly #examiner: Examiner;
  readonly #seen: DiskGolden;

  constructor(bench: DiskBench, examiner: Examiner, seen: DiskGolden) {
    this.#bench = bench;
    this.#examiner = examiner;
    this.#seen = seen;
  }

  async atCrash(scene: CrashScene): ReturnType<Judge["atCrash"]> {
    const { kill, torn } = scene;
    const { golden, holds } = this.#seen;
    const { disk } = this.#bench;
    const [base, now, pages] = [disk.baseSource(), disk.source(), disk.pagesNotBase()];
    // At a crash only the partitions that must hold then are read.
    const facts = this.#examiner.facts(this.#bench.stateKey(), namesIn(holds));
    const ofLanded = scene.landed ? await this.#ofLanded(scene, facts) : [];
    const destinations = destinationStates(golden, base, now, pages);
    return {
      findings: [
        ...ofLanded,
        ...checkBystanders(golden, holds.bystanders, base, now, pages, kill),
        ...checkBootCode(golden.bootCode, base, now, pages, torn, kill),
      ],
      sight: { disk: { census: censusRecord(facts), destinations } },
    };
  }

  async #ofLanded(
    { kill, torn, isToStay, promise }: CrashScene,
    facts: DiskFacts,
  ): Promise<Finding[]> {
    const { golden, holds } = this.#seen;
    const findings = checkAtCrash(golden, facts, holds, kill, torn);
    const touched = isToStay ? this.#bench.changeFromBase() : undefined;
    if (touched !== undefined) {
      findings.push({ checker: "bystanders", class: "bystander touched", message: touched, kill });
    }
    if (promise === undefined) return findings;
    const key = this.#bench.stateKey();
    const all = this.#examiner.facts(key);
    const fsck = await this.#examiner.fsck(all, key);
    return [...findings, ...checkDurable(golden, all, fsck, this.#outside(), promise, kill)];
  }

  glance(): Sight {
    const census = censusRecord(this.#examiner.facts());
    return { sight: { disk: { census, destinations: [] } } };
  }

  async atEnd(told: Told): Promise<Judgement> {
    const { golden } = this.#seen;
    const key = this.#bench.stateKey();
    const facts = this.#examiner.facts(key);
    const fsck = await this.#examiner.fsck(facts, key);
    const { findings, heldClass } = checkAfterResume(golden, facts, fsck, told);
    return { findings: [...findings, ...(told.exitedZero ? this.#outside() : [])], heldClass };
  }

  #outside(): Finding[] {
    const { disk } = this.#bench;
    const { golden } = this.#seen;
    return checkBytesOutside(golden, disk.baseSource(), disk.source(), disk.pagesNotBase());
  }
}

function namesIn({ always, oneOf, bystanders }: Holds): ReadonlySet<string> {
  return new Set([...always, ...oneOf.flat(), ...bystanders]);
}
