import { nameWrite } from "../../layout/disk-regions.js";
import { checkAfterResume, sickerThan } from "../../oracles/after-resume.js";
import { checkAtCrash, type Holds } from "../../oracles/at-crash.js";
import { checkBootCode } from "../../oracles/boot-code.js";
import { checkBystanders, checkBytesOutside } from "../../oracles/bytes.js";
import { compareFacts } from "../../oracles/compare/compare-facts.js";
import { byteExcerpts } from "../../oracles/compare/byte-excerpts.js";
import { howEqual } from "../../oracles/compare/equal-to-golden.js";
import type { DiskFacts } from "../../oracles/facts/facts.js";
import { destinationStates } from "../../oracles/destinations.js";
import { checkDurable } from "../../oracles/durable.js";
import type { FsckReport } from "../../oracles/fsck/fsck.js";
import { wipedSectors } from "../../oracles/harm/wiped-sectors.js";
import { harmsOf, meantType } from "../../oracles/harm/harms.js";
import { tableCheckers } from "../../oracles/table-at-crash.js";
import { excerptRowBytes, type ByteExcerpt } from "../../model/map/byte-excerpt.js";
import type { Judgement, Told } from "../../model/judgement.js";
import { worstOf, type Fault } from "../../model/verdict.js";
import type { CrashJudgement, CrashScene, Judge, RepairDone, RepairEnd, Sight } from "../judge.js";
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

  async atCrash(scene: CrashScene): Promise<CrashJudgement> {
    const { golden, holds } = this.#seen;
    const { disk } = this.#bench;
    const [base, now, pages] = [disk.baseSource(), disk.source(), disk.pagesNotBase()];
    // At a crash only the partitions that must hold then are read.
    const facts = await this.#examiner.read(this.#bench.stateKey(), namesIn(holds));
    const ofLanded = scene.landed ? await this.#ofLanded(scene, facts) : [];
    const isFinished = scene.landed && (await this.#isFinished());
    const isRepaired = this.#seen.isRepairedAtBoot && scene.landed && !isFinished;
    const repaired = isRepaired ? await this.#repairedAtBoot(ofLanded) : undefined;
    const destinations = destinationStates(golden, base, now, pages);
    return {
      findings: [
        ...ofLanded,
        ...(repaired?.faults ?? []),
        ...this.#bystandersTouched(),
        ...checkBootCode(golden.bootCode, base, now, pages, scene.torn),
      ],
      isFinished,
      repairEnd: repaired?.end,
      sight: { disk: { census: censusRecord(facts), destinations } },
    };
  }

  async #ofLanded({ torn, isToStay, promise }: CrashScene, facts: DiskFacts): Promise<Fault[]> {
    const { golden, holds } = this.#seen;
    const faults = checkAtCrash(golden, facts, holds, torn);
    const touched = isToStay ? this.#bench.changeFromBase() : undefined;
    if (touched !== undefined) {
      const place = this.#bench.noun;
      faults.push({ checker: "bystanders", class: "bystander touched", place, message: touched });
    }
    if (promise === undefined) return faults;
    const ended = { ...(await this.#examined()), repaired: this.#examiner.repaired };
    return [...faults, ...(await checkDurable(golden, ended, this.#outside(ended.found), promise))];
  }

  glance(): Sight {
    const census = censusRecord(this.#examiner.facts());
    return { sight: { disk: { census, destinations: [] } } };
  }

  async atEnd(told: Told): Promise<Judgement> {
    const { golden } = this.#seen;
    const examined = await this.#examined();
    const { repaired } = this.#examiner;
    const judgement = await checkAfterResume(golden, { ...examined, told, repaired });
    const isDone = told.exitedZero && judgement.heldClass === "recovered";
    const outside = isDone ? this.#outside(examined.found) : [];
    const touched = this.#bystandersTouched();
    const className = told.exitedZero ? "silently lost" : "lost";
    const wiped = judgement.unread.length === 0 ? [] : this.#wiped(className);
    // Of a bystander's bytes it is known what they should be, and of those that are gone, too.
    const known = [...touched, ...wiped];
    const knownPlaces = new Set(known.map(({ place }) => place));
    return {
      ...judgement,
      findings: [...judgement.findings, ...known, ...outside],
      unread: judgement.unread.filter(({ place }) => !knownPlaces.has(place)),
    };
  }

  /** Sectors that are gone, whatever they meant. */
  #wiped(className: "silently lost" | "lost"): Fault[] {
    const { golden } = this.#seen;
    const { disk } = this.#bench;
    const [base, now, pages] = [disk.baseSource(), disk.source(), disk.pagesNotBase()];
    return golden.runs[0].facts.partitions.flatMap(
      ({ entry, startBytes, sizeBytes, rawSha256 }) => {
        const range = { startBytes, endBytes: startBytes + sizeBytes };
        const isRaw = rawSha256 !== undefined;
        const count = isRaw ? wipedSectors(golden, base, now, pages, range) : 0;
        const what = count === 1 ? "1 sector is zeros" : `${count} sectors are zeros`;
        const message = `${what} now, and what was there is nowhere`;
        const place = entry.name;
        return count > 0 ? [{ checker: "against golden", class: className, place, message }] : [];
      },
    );
  }

  #bystandersTouched(): Fault[] {
    const { golden, holds } = this.#seen;
    const { disk } = this.#bench;
    const [base, now] = [disk.baseSource(), disk.source()];
    return checkBystanders(golden, holds.bystanders, base, now, disk.pagesNotBase());
  }

  excerpts(): readonly ByteExcerpt[] {
    const { golden, layouts } = this.#seen;
    const { disk } = this.#bench;
    const nameAt = (offsetBytes: number) =>
      nameWrite(layouts.after, layouts.after, { offsetBytes, lengthBytes: excerptRowBytes }).name;
    const [base, now] = [disk.baseSource(), disk.source()];
    return byteExcerpts(golden, base, now, disk.pagesNotBase(), nameAt);
  }

  repair(): Promise<readonly RepairDone[]> {
    const { golden } = this.#seen;
    return this.#examiner.repairAll({
      typeOf: (partition) => meantType(golden, partition),
      isTableClean: golden.runs.every(({ facts }) => facts.census.state === "clean"),
    });
  }

  async #examined(): Promise<{ readonly found: DiskFacts; readonly fsck: FsckReport[] }> {
    const key = this.#bench.stateKey();
    const found = await this.#examiner.read(key);
    return { found, fsck: await this.#examiner.fsck(found, key) };
  }

  /**
   * Byte for byte, or under the masks: then what stands in the masked bytes must make sense, too.
   */
  async #isFinished(): Promise<boolean> {
    const { golden } = this.#seen;
    const { disk } = this.#bench;
    const equal = howEqual(golden, disk.baseSource(), disk.source(), disk.pagesNotBase());
    if (equal !== "equal under the masks") return equal === "equal";
    const { found, fsck } = await this.#examined();
    const goldens = golden.runs.map(({ facts }) => facts);
    const known = golden.runs.flatMap((run) => run.fsck);
    const differences = compareFacts(goldens, found, golden.base);
    return differences.length === 0 && sickerThan(known, fsck).length === 0;
  }

  /**
   * What a boot's repair would make of a crash image, and what of it is a loss. Of what was found
   * at the crash, it mends file systems only: a broken table stays.
   */
  async #repairedAtBoot(
    atCrash: readonly Fault[],
  ): Promise<{ readonly faults: Fault[]; readonly end: RepairEnd }> {
    const { golden } = this.#seen;
    const { found, fsck } = await this.#examined();
    const known = [...golden.baseFsck, ...golden.runs.flatMap((run) => run.fsck)];
    const { repaired } = this.#examiner;
    const sick = sickerThan(known, fsck);
    const suspect = { golden, found, sick, lostClass: "lost" as const, repaired };
    const { faults, afterRepair, unread } = await harmsOf(suspect);
    const stays = atCrash.filter(({ checker }) => tableCheckers.includes(checker));
    const wrong = [...faults.filter((each) => each.class !== "needs repair"), ...stays];
    const destroyed = faults.filter((each) => each.class === "destroyed by repair");
    const end = worstOf(wrong) ?? (unread.length > 0 ? "unread" : "whole");
    return { faults: destroyed, end: { end, isLossy: afterRepair.length > 0 } };
  }

  #outside(found: DiskFacts): Fault[] {
    const { disk } = this.#bench;
    const { golden } = this.#seen;
    const sides = [found, ...golden.runs.map(({ facts }) => facts)];
    const numbers = sides.flatMap(({ partitions }) => partitions.map(({ entry }) => entry.number));
    const [base, now] = [disk.baseSource(), disk.source()];
    return checkBytesOutside(golden, base, now, disk.pagesNotBase(), new Set(numbers));
  }
}

function namesIn({ always, oneOf, bystanders }: Holds): ReadonlySet<string> {
  return new Set([...always, ...oneOf.flat(), ...bystanders]);
}
