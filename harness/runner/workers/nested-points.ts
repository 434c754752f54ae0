import { parsePoints } from "../../explore/point-filter.js";
import type { OpenMedium } from "../../media/medium.js";
import { formatCut } from "../../model/cut-text.js";
import { messageOf } from "../../model/errors.js";
import type { CrashPoint } from "../../model/trace.js";
import type { CaseOrder } from "../case/case-order.js";
import type { CaseResult, CaseRunner } from "../case/case.js";
import { asPlanned } from "./golden-summary.js";
import type { CaseReply, ExploreRequest } from "./messages.js";

type Followed = Pick<CaseReply, "record" | "nested" | "notNested">;

/**
 * Plans crashes in the resumes of crashes that did no harm; of like crash images only once. Which
 * first crashes are alike is known from the plan; later ones are held against those after the same
 * first crash alone. So the same cases follow wherever, and with how many workers, they are run.
 */
export class NestedPoints {
  readonly #explore: ExploreRequest;
  readonly #runner: CaseRunner;
  readonly #crashes: OpenMedium["crashes"];
  /** First crashes, with keys of later crash images whose resumes were planned to be crashed. */
  readonly #expanded = new Set<string>();

  constructor(explore: ExploreRequest, runner: CaseRunner, crashes: OpenMedium["crashes"]) {
    this.#explore = explore;
    this.#runner = runner;
    this.#crashes = crashes;
  }

  /**
   * A case that held is undecided where its resume was to be crashed, and can't be recorded; one
   * that is violated stays so, and it is said that its resume was not crashed.
   */
  async after(order: CaseOrder, result: CaseResult): Promise<Followed> {
    const { record } = result;
    try {
      return { record, nested: await this.#pointsAfter(order, result) };
    } catch (error) {
      const reason = `its resume could not be recorded, to be crashed: ${messageOf(error)}`;
      if (record.verdict !== "held") return { record, nested: [], notNested: reason };
      const { class: heldClass, ...others } = record;
      return { record: { ...others, verdict: "undecided", reason }, nested: [] };
    }
  }

  async #pointsAfter(
    order: CaseOrder,
    { record, lastStage }: CaseResult,
  ): Promise<readonly (readonly CrashPoint[])[]> {
    const { depth, nested, seed } = this.#explore;
    if (order.kind !== "explored" || order.trial === true || order.cuts.length >= depth) return [];
    if (!resumeHeld(record)) return [];
    if (lastStage === undefined || order.isAlike === true) return [];
    const [first] = order.cuts;
    const image = `${first === undefined ? "" : formatCut(first)} ${lastStage.key}`;
    if (this.#expanded.has(image)) return [];
    this.#expanded.add(image);
    const recorded = await this.#runner.resumeOf(lastStage);
    if (recorded === undefined) return [];
    const wanted = {
      ...this.#explore,
      filter: parsePoints(nested),
      seed: `${seed} ${record.id}`,
    };
    const { points } = asPlanned(this.#explore, this.#crashes.planResume(recorded, wanted));
    return points.map((point) => [...order.cuts, point]);
  }
}

/** What is seen at a crash says nothing of the resume; what is seen after it does. */
function resumeHeld({ verdict, findings }: CaseResult["record"]): boolean {
  return verdict !== "undecided" && findings.every(({ kill }) => kill > 0);
}
