import type { DrawnCrashes } from "../../explore/draw-interrupt.js";
import type { Aim } from "../../explore/choose-cut.js";
import { drawKillCount, drawWantedSteps } from "../../explore/soak-orders.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import { noNotes, type ExploreNotes } from "../run/run-events.js";
import type { OrderSource } from "../cases/session-plan.js";

/** Where seeded kills fall. */
export interface KillAim {
  readonly seed: string;
  /** Kills a case. */
  readonly kills: { readonly least: number; readonly most: number };
  readonly aim: Aim;
  readonly steps: readonly string[];
  /** The first kill of each case lands in it. */
  readonly killStep: string | undefined;
  readonly delayMs: number;
  readonly delayRegion: string;
  /** Kills where absent. */
  readonly drawn?: DrawnCrashes;
}

/** Case after case of seeded kills, for ever. */
export class SeededKills implements OrderSource {
  readonly #aim: KillAim;

  constructor(aim: KillAim) {
    this.#aim = aim;
  }

  orderAt(index: number): CaseOrder {
    const { seed, kills, aim, steps, killStep, delayMs, delayRegion, drawn } = this.#aim;
    const draws = drawn === undefined ? {} : { drawn };
    const killCount = drawKillCount(seed, index, kills);
    switch (aim) {
      case "writes":
        return { kind: "writes", index, seed, killCount, ...draws };
      case "time":
        return { kind: "time", index, seed, killCount, delayMs, delayRegion };
      case "steps": {
        const wanted = drawWantedSteps(seed, index, killCount, steps, killStep);
        return { kind: "steps", index, seed, wanted, ...draws };
      }
    }
  }

  plannedCount(): undefined {
    return undefined;
  }

  follow(): readonly CaseOrder[] {
    return [];
  }

  takes(): boolean {
    return false;
  }

  notes(): ExploreNotes {
    return noNotes;
  }
}
