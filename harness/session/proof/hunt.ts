import { usualNested } from "../../explore/point-filter.js";
import type { CrashModel } from "../../model/trace.js";
import type { Fault } from "../../model/verdict.js";
import type { Proof } from "../../model/proofs/proof.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { SoakEnd } from "../../runner/workers/soak.js";
import { PlannedOrders } from "../orders/planned-orders.js";
import { KillsByChance } from "./kills-by-chance.js";
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
  "second-interrupt": ["interrupt"],
};

interface Seen {
  readonly finding: Fault;
  readonly id: string;
}

/**
 * The search for the expected finding of one known-bad target: first the default exploration, model
 * after model, until it is seen; then, where kills by chance can see it, how many of ten seeds do.
 */
export class Hunt {
  readonly request: ExploreRequest;
  readonly #bad: BadSubject;
  readonly #chance: KillsByChance;
  readonly #orders: PlannedOrders;
  readonly #others = new Set<string>();
  #caught: Seen | undefined;
  #tooEarly: string | undefined;
  #open: string | undefined;
  #place = 0;
  #exploredCount = 0;

  /** `seed` is that of the exploration, `chanceSeed` the one that the seeded kills come from. */
  constructor(
    bad: BadSubject,
    steps: readonly string[],
    { seed, chanceSeed }: { readonly seed: string; readonly chanceSeed: string },
    devices: readonly string[],
  ) {
    this.#bad = bad;
    this.#chance = new KillsByChance(chanceSeed, bad.name, steps);
    this.request = {
      models: modelsOf[bad.needs],
      devices,
      seed,
      depth: bad.needs === "nested" ? 2 : 1,
      nested: bad.points ?? usualNested,
      ...(bad.points === undefined ? {} : { points: bad.points }),
      flushes: false,
      ...(bad.needs === "nested" ? { alike: true } : {}),
      ...(bad.needs === "second-interrupt" ? { interrupts: { signals: ["INT"], most: 2 } } : {}),
    };
    this.#orders = new PlannedOrders(this.request);
  }

  orderAt(golden: GoldenSummary): CaseOrder | undefined {
    if (this.#caught !== undefined) {
      return this.#isWithinChance() ? this.#chance.order() : undefined;
    }
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
    const seen = this.#expectedAmong(findings, "");
    if (this.#bad.needs === "none") this.#caught = seen;
    else if (seen !== undefined) {
      this.#tooEarly = `without a crash: ${seen.finding.class} needs no more than none`;
    }
  }

  sawCase({ record }: CaseReply): void {
    const isByChance = this.#caught !== undefined;
    if (!isByChance) this.#exploredCount += 1;
    if (record.verdict === "undecided") this.#open ??= `${record.id}: ${record.reason}`;
    const isWrong = record.verdict === "violated";
    const seen = isWrong
      ? this.#expectedAmong(record.findings, record.id, record.class)
      : undefined;
    if (isByChance) this.#chance.saw(seen !== undefined);
    else if (isWrong) {
      const took = tookOf(record);
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
      chance: this.#chanceProof(),
      why: why === undefined ? "" : (open ?? why),
    };
  }

  #chanceProof(): Proof["chance"] {
    const { needs, notByChance } = this.#bad;
    if (needs === "none") return { kind: "not needed" };
    if (notByChance !== undefined) return { kind: "out of reach", why: notByChance };
    return { kind: "tried", ...this.#chance.count() };
  }

  #isWithinChance(): boolean {
    return this.#bad.needs !== "none" && this.#bad.notByChance === undefined;
  }

  /** Undefined where it is caught, in the way that the catalogue says. */
  #whyMissed(timeIsUp: boolean): string | undefined {
    if (this.#tooEarly !== undefined) return this.#tooEarly;
    if (this.#caught !== undefined) return undefined;
    const others = [...this.#others].join(", ");
    const found = others === "" ? "nothing was found" : `caught for the wrong reason: ${others}`;
    return timeIsUp ? `${found}; the time was up` : found;
  }

  /** The finding must be the right checker's, and the worst one too of a class that is expected. */
  #expectedAmong(findings: readonly Fault[], id: string, worst?: string): Seen | undefined {
    const { expected } = this.#bad;
    const isExpected = worst === undefined || expected.class.some((name) => name === worst);
    const finding = findings.find((each) => fits(each, expected));
    if (finding !== undefined && isExpected) return { finding, id };
    for (const each of findings) this.#others.add(`${each.class}, seen by ${each.checker}`);
    return undefined;
  }
}

/** What had to happen for a case to fail. */
function tookOf({ cuts, model }: CaseReply["record"]): BadSubject["needs"] {
  if (cuts.length > 1) return "nested";
  const [cut] = cuts;
  const isAgain = cut?.point.kind === "interrupt" && cut.point.againAfter !== undefined;
  return isAgain ? "second-interrupt" : model;
}

function fits(fault: Fault, { checker, class: classes, place }: BadSubject["expected"]) {
  if (checker !== undefined && fault.checker !== checker) return false;
  return classes.includes(fault.class) && `${fault.place}: ${fault.message}`.includes(place ?? "");
}
