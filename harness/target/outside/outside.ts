import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Launcher } from "../launcher.js";
import { coverScript, coverTable, overlaysOf } from "./cover-script.js";
import { planCovers, thisMachine, type Covers } from "./covers.js";
import { bringBack, emptyFleeting, leftFleeting, rescue } from "./fleeting.js";
import * as folders from "./folders.js";
import { emptyIpc, leftIpc } from "./ipc.js";
import { isInOverlays, Lasting, nothingOutside, removeState } from "./lasting.js";
import type { OutsideState } from "./lasting.js";

/** What a run has left outside of the medium. */
export interface OutsideSeen {
  /** In TMPDIR by their names, and in /tmp by their paths: files of the moment. */
  readonly scratch: readonly string[];
  /** Elsewhere, in words: "HOME/.lock", "/etc/x (changed)". */
  readonly left: readonly string[];
  /** What of that kind was there when it began. */
  readonly before: readonly string[];
  /** It has written where a reboot keeps it, though nothing of that need be left. */
  readonly isUsed: boolean;
}

/** The launcher is started under the covers. */
const ownPrograms = fileURLToPath(import.meta.url);

/**
 * All that the targets of one sandbox can write outside of the medium. What a reboot empties is
 * empty at the start of each run; what it keeps is one state, which can be kept and put back.
 */
export class Outside {
  /** Words before the launcher's own: it starts with mounts of its own, under covers. */
  readonly entry: readonly string[];
  readonly #covers: Covers;
  /** Files of folders of the moment that outlive a reboot all the same. */
  readonly #survivors: readonly string[];
  readonly #lasting: Lasting;
  /** What is to be there when the next run begins, where that is not what is there now. */
  #wanted: OutsideState | undefined;
  /** How often each state is held. */
  readonly #holders = new Map<OutsideState, number>();
  /** Times of what a run can write to, as it began. */
  #timesBefore = "";
  #leftBefore: readonly string[] = [];
  /** Something was moved out of overlays or into them: they are to be mounted anew. */
  #isStale = false;

  private constructor(covers: Covers, lasting: Lasting, survivors: readonly string[]) {
    this.#covers = covers;
    this.#lasting = lasting;
    this.#survivors = survivors;
    const script = `${coverScript(covers)}\nexec "$@"`;
    this.entry = ["unshare", "--mount", "--propagation", "slave", "sh", "-c", script, "sh"];
  }

  /**
   * Looks at this machine, in a sandbox, and makes the folders that stand in the place of its own.
   * What begins the `named` paths is seen in those that are empty else; `survivors`, by their names
   * in TMPDIR or their whole paths, outlive a reboot.
   */
  static open(named: readonly string[], survivors: readonly string[]): Outside {
    const machine = thisMachine();
    const covers = planCovers(machine, [...named, ownPrograms]);
    for (const { from, to } of covers.aside) {
      mkdirSync(to, { recursive: true });
      if (machine.look(from)?.kind === "file") makeFile(to);
    }
    for (const { at } of covers.overlays.filter((each) => each.at !== each.under)) {
      mkdirSync(at, { recursive: true });
    }
    const lasting = new Lasting(overlaysOf(covers), covers.shown, machine.isRoot);
    writeFileSync(folders.fstabPath, coverTable(covers, machine.isRoot));
    emptyFleeting(covers.shown);
    return new Outside(covers, lasting, survivors);
  }

  /** What could not be kept apart, by its path. */
  get notCovered(): readonly string[] {
    if (!existsSync(folders.notCoveredPath)) return [];
    const lines = readFileSync(folders.notCoveredPath, "utf8").trim().split("\n");
    return [...new Set(lines)];
  }

  /** Brings about what is to be there at the start of a run. Nothing of a target may be running. */
  async prepare(launcher: Launcher): Promise<void> {
    const wanted = this.#wanted;
    if (wanted !== undefined) {
      const before = this.#takeAway();
      removeState(before);
      await this.#lasting.place(wanted, launcher.runTool);
      this.#isStale ||= isInOverlays(wanted);
      this.#wanted = undefined;
      this.forget(wanted);
    }
    this.#lasting.mend();
    emptyFleeting(this.#covers.shown);
    await emptyIpc(launcher.runTool);
    bringBack(this.#survivors);
    if (this.#isStale) {
      this.#isStale = false;
      await launcher.renew();
    }
    this.#lasting.lookFrom(launcher.targetsRoot);
    this.#timesBefore = this.#lasting.times();
    this.#leftBefore = this.#lasting.left();
  }

  /** What the run that has ended has left. Takes what survives out of folders of the moment. */
  seen(): OutsideSeen {
    const isChanged = this.#lasting.times() !== this.#timesBefore;
    const { scratch, run } = leftFleeting(this.#covers.shown);
    const shared = leftIpc();
    const isSurvivor = (path: string) => this.#survivors.includes(path);
    const survived = rescue(this.#survivors);
    return {
      scratch: scratch.filter((path) => !isSurvivor(path)),
      left: [...run.filter((path) => !isSurvivor(path)), ...shared, ...this.#lasting.left()].sort(),
      before: this.#leftBefore,
      isUsed: isChanged || survived,
    };
  }

  /** Keeps the state of now. It takes room until it is forgotten as often as it was saved. */
  save(): OutsideState {
    if (this.#wanted === undefined) {
      const state = this.#takeAway();
      if (state === nothingOutside) return nothingOutside;
      this.put(state);
      return this.#hold(state);
    }
    return this.#hold(this.#wanted);
  }

  /** Has the next run begin with a state. */
  put(state: OutsideState): void {
    const before = this.#wanted;
    this.#wanted = this.#hold(state);
    if (before !== undefined) this.forget(before);
  }

  /** Gives back a state that was saved. */
  forget(state: OutsideState): void {
    const left = (this.#holders.get(state) ?? 0) - 1;
    if (left > 0) this.#holders.set(state, left);
    else {
      this.#holders.delete(state);
      removeState(state);
    }
  }

  /** Names the state of now: empty where nothing is there. */
  digest(): string {
    return this.#wanted?.digest ?? this.#lasting.digest();
  }

  #takeAway(): OutsideState {
    const state = this.#lasting.takeAway();
    this.#isStale ||= isInOverlays(state);
    return state;
  }

  #hold(state: OutsideState): OutsideState {
    this.#holders.set(state, (this.#holders.get(state) ?? 0) + 1);
    return state;
  }
}

function makeFile(path: string): void {
  rmSync(path, { recursive: true });
  writeFileSync(path, "");
}
