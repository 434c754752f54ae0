import { usualNested } from "../../explore/point-filter.js";
import { drawKillCount, drawWantedSteps } from "../../explore/soak-orders.js";
import type { CrashModel } from "../../model/trace.js";
import type { Fault } from "../../model/verdict.js";
import type { Proof } from "../../model/proof.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import { listDevices } from "../../catalogue/devices.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { SoakEnd } from "../../runner/workers/soak.js";
import { PlannedOrders } from "../orders/planned-orders.js";
import type { BadSubject } from "./proof-subjects.js";

/** What is explored, in this order: what a mistake is said to need comes last. */
const modelsOf: Readonly<Record<BadSubject["needs"], readonly CrashModel[]>> = {
  none: ["kill"],
  kill: ["kill"],
  torn: ["kill", "torn"],
  power: ["kill", "torn", "power"],
  nested: ["kill"],
  // Nothing else can have its checker find anything.
  interrupt: ["interrupt"],
};

/** So many cases of seeded kills must be enough, where kills by chance can see a mistake. */
const soakCases = 100;
const soakKills = { least: 1, most: 4 };
/** One of the seeds by which a kill soon lands where the redo log has just been committed. */
const soakSeed = "27e";

interface Seen {
  readonly finding: Fault;
  readonly id: string;
  /** Cases that were judged until then, this one among them. */
  readonly caseCount: number;
}

/**
 * The search for the expected finding of one known-bad target: first the default exploration, model
 * after model, until it is seen; then seeded kills, until they have seen it too.
 */
export class Hunt {
  readonly request: ExploreRequest;
  readonly #bad: BadSubject;
  readonly #steps: readonly string[];
  readonly #orders: PlannedOrders;
  readonly #others = new Set<string>();
  #caught: Seen | undefined;
  #soaked: Seen | undefined;
  #tooEarly: string | undefined;
  #open: string | undefined;
  #place = 0;
  #exploredCount = 0;
  #soakCount = 0;

  constructor(bad: BadSubject, steps: readonly string[], seed: string) {
    this.#bad = bad;
    this.#steps = steps;
    this.request = {
      models: modelsOf[bad.needs],
      devices: listDevices(),
      seed,
      depth: bad.needs === "nested" ? 2 : 1,
      nested: bad.points ?? usualNested,
      ...(bad.points === undefined ? {} : { points: bad.points }),
      flushes: false,
    };
    this.#orders = new PlannedOrders(this.request);
  }

  orderAt(golden: GoldenSummary): CaseOrder | undefined {
    if (this.#caught !== undefined) return this.#soakOrder();
    if (this.#bad.needs === "none") return undefined;
    return this.#orders.at(this.#place++, golden);
  }

  follow(reply: CaseReply): CaseOrder[] {
    return this.#orders.follow(reply);
  }

  /** True once no followers of a case need to be run any more. */
  isOver(): boolean {
    return this.#caught !== undefined;
  }

  sawGolden({ findings }: GoldenSummary): void {
    const seen = this.#expectedAmong(findings, "", 0);
    if (this.#bad.needs === "none") this.#caught = seen;
    else if (seen !== undefined) {
      this.#tooEarly = `without a crash: ${seen.finding.class} needs no more than none`;
    }
  }

  sawCase({ record }: CaseReply): void {
    const isSoak = this.#caught !== undefined;
    const caseCount = isSoak ? ++this.#soakCount : ++this.#exploredCount;
    if (record.verdict === "undecided") this.#open ??= `${record.id}: ${record.reason}`;
    if (record.verdict !== "violated") return;
    const seen = this.#expectedAmong(record.findings, record.id, caseCount, record.class);
    if (isSoak) this.#soaked ??= seen;
    else {
      const took = record.cuts.length > 1 ? "nested" : record.model;
      if (took === this.#bad.needs) this.#caught = seen;
      else this.#tooEarly ??= `${record.id}: ${record.class} needs no more than ${took}`;
    }
  }

  proof(end: SoakEnd, timeIsUp: boolean, elapsedMs: number): Proof {
    const { name, mistake, expected } = this.#bad;
    const open = end.kind === "undecided" ? end.reason : this.#open;
    const why = this.#whyMissed(timeIsUp);
    const result = why === undefined ? "caught" : open === undefined ? "missed" : "undecided";
    return {
      ...{ name, mistake, result, elapsedMs },
      checker: this.#caught?.finding.checker ?? expected.checker ?? "any",
      class: this.#caught?.finding.class ?? expected.class[0] ?? "diverged",
      stateCount: this.#exploredCount,
      id: this.#caught?.id ?? "",
      soak: this.#soakProof(),
      why: why === undefined ? "" : (open ?? why),
    };
  }

  #soakProof(): Proof["soak"] {
    if (this.#bad.needs === "none") return { caught: true, caseCount: 0 };
    if (this.#bad.notBySoak !== undefined) return { caught: false, why: this.#bad.notBySoak };
    if (this.#soaked !== undefined) return { caught: true, caseCount: this.#soaked.caseCount };
    return { caught: false, why: `not seen in ${this.#soakCount} cases of seeded kills` };
  }

  #soakOrder(): CaseOrder | undefined {
    const isWanted = this.#bad.needs !== "none" && this.#bad.notBySoak === undefined;
    const index = this.#soakCount;
    if (!isWanted || this.#soaked !== undefined || index === soakCases) return undefined;
    const killCount = drawKillCount(soakSeed, index, soakKills);
    const wanted = drawWantedSteps(soakSeed, index, killCount, this.#steps, undefined);
    return { kind: "steps", index, seed: soakSeed, wanted };
  }

  /** Undefined where it is caught, in the way that the catalogue says. */
  #whyMissed(timeIsUp: boolean): string | undefined {
    if (this.#tooEarly !== undefined) return this.#tooEarly;
    const others = [...this.#others].join(", ");
    const found = others === "" ? "nothing was found" : `caught for the wrong reason: ${others}`;
    if (this.#caught === undefined) return timeIsUp ? `${found}; the time was up` : found;
    const { needs, notBySoak } = this.#bad;
    if (needs === "none" || notBySoak !== undefined || this.#soaked !== undefined) return undefined;
    return `${this.#soakCount} cases of seeded kills did not catch it${timeIsUp ? " in time" : ""}`;
  }

  /** The finding must be the right checker's, and the worst one too of a class that is expected. */
  #expectedAmong(
    findings: readonly Fault[],
    id: string,
    caseCount: number,
    worst?: string,
  ): Seen | undefined {
    const { expected } = this.#bad;
    const isExpected = worst === undefined || expected.class.some((name) => name === worst);
    const finding = findings.find((each) => fits(each, expected));
    if (finding !== undefined && isExpected) return { finding, id, caseCount };
    for (const each of findings) this.#others.add(`${each.class}, seen by ${each.checker}`);
    return undefined;
  }
}

function fits(fault: Fault, { checker, class: classes, place }: BadSubject["expected"]) {
  if (checker !== undefined && fault.checker !== checker) return false;
  return classes.includes(fault.class) && `${fault.place}: ${fault.message}`.includes(place ?? "");
}
