import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync } from "node:fs";
import { renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HarnessError } from "../../model/errors.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, type RunTool } from "../tool.js";
import type { Overlay, Shown } from "./covers.js";
import { leftIn, makeFolder } from "./fleeting.js";
import * as folders from "./folders.js";
import { isUntouched, markUntouched } from "./marks.js";
import { rawPath, shownPath, type RawPath } from "../../model/tree/raw-path.js";
import { namesIn, pathIn } from "./names.js";
import { asPlacedIn, missingIn, placeShown } from "./shown.js";
import { changesIn, hiddenIn, leavesOf, treeDigest } from "./tree.js";

/** A state of what a reboot keeps. */
export interface OutsideState {
  /** Undefined for the one in which nothing is. */
  readonly folder: string | undefined;
  /** Equal for equal states only; empty for the one in which nothing is. */
  readonly digest: string;
}

export const nothingOutside: OutsideState = { folder: undefined, digest: "" };

/** What a reboot keeps outside of the medium: HOME, /var/tmp, what overlays hold, and survivors. */
export class Lasting {
  readonly #overlays: readonly Overlay[];
  readonly #shown: readonly Shown[];
  /** Below the lasting folder. */
  readonly #parts: readonly string[];
  #keptCount = 0;
  /** The folder under which the targets' own view of the machine is, once there are targets. */
  #targetsRoot: string | undefined;

  /** Makes its folders, in which nothing is. `isRoot` may give them to anybody. */
  constructor(overlays: readonly Overlay[], shown: readonly Shown[], isRoot: boolean) {
    this.#overlays = overlays;
    this.#shown = shown.filter(({ at }) => dirname(at) === folders.varTmp.at);
    const uppers = overlays.map((_, index) => join("upper", String(index)));
    this.#parts = ["home", "var-tmp", "survivors", ...uppers];
    for (const part of this.#parts) mkdirSync(pathOf(part), { recursive: true });
    for (const [index, { under }] of overlays.entries()) {
      mkdirSync(folders.workFolder(index), { recursive: true });
      const { mode, uid, gid } = statSync(under);
      chmodSync(folders.upperFolder(index), mode);
      // An ordinary user can't give it to anybody, and has overlays only over what is his own.
      if (isRoot) chownSync(folders.upperFolder(index), uid, gid);
    }
    chmodSync(folders.varTmp.folder, 0o1777);
    placeShown(folders.varTmp, this.#shown);
    for (const part of this.#parts) markUntouched(pathOf(part));
  }

  /** Makes anew what a target has removed of the folders themselves and of what is shown there. */
  mend(): void {
    for (const part of this.#parts) makeFolder(pathOf(part));
    placeShown(folders.varTmp, this.#shown);
  }

  /** Hears where the targets' own view of the machine is: overlays are mounted there alone. */
  lookFrom(targetsRoot: string): void {
    this.#targetsRoot = targetsRoot;
  }

  /** What is there now, in words. */
  left(): string[] {
    return [
      ...leavesOf(folders.homeFolder).map((path) => `HOME/${path}`),
      ...leftIn(folders.varTmp, this.#shown),
      ...missingIn(folders.varTmp, this.#shown).map((path) => `${path} (removed)`),
      ...this.#overlays.flatMap((overlay, index) => {
        const upper = folders.upperFolder(index);
        if (isUntouched(upper)) return [];
        const hidden = this.#hiddenIn(overlay, upper);
        return [
          ...changesIn(upper, overlay.under, overlay.name),
          ...hidden.map((path) => `${join(overlay.name, shownPath(path))} (removed)`),
        ];
      }),
    ];
  }

  /** Times that change where anything is made or removed. */
  times(): string {
    return this.#parts.map((part) => statOf(part)?.ctimeMs).join(" ");
  }

  /** Names the state of now: empty where nothing is there. */
  digest(): string {
    const full = this.#fullParts();
    if (full.length === 0) return "";
    const hidden = this.#overlays.map((overlay, index) =>
      this.#hiddenIn(overlay, folders.upperFolder(index)),
    );
    const parts = full.map((part) => [part, treeDigest(pathOf(part))]);
    return sha256(JSON.stringify([parts, hidden]));
  }

  #hiddenIn({ at, under }: Overlay, upper: string): RawPath[] {
    if (this.#targetsRoot === undefined || isUntouched(upper)) return [];
    return hiddenIn(upper, under, join(this.#targetsRoot, at));
  }

  /** Moves the state of now into a folder of its own. Nothing is there then. */
  takeAway(): OutsideState {
    const digest = this.digest();
    if (digest === "") return nothingOutside;
    const folder = join(folders.keptFolder, String(++this.#keptCount));
    for (const part of this.#fullParts()) {
      mkdirSync(join(folder, part), { recursive: true });
      for (const name of this.#entriesOf(part)) {
        renameSync(pathIn(pathOf(part), name), pathIn(join(folder, part), name));
      }
      markUntouched(pathOf(part));
    }
    return { folder, digest };
  }

  /** Puts a copy of a state where nothing is. Throws HarnessError. */
  async place({ folder }: OutsideState, runTool: RunTool): Promise<void> {
    if (folder === undefined) return;
    for (const part of this.#parts.filter((each) => existsSync(join(folder, each)))) {
      const from = join(folder, part);
      makeFolder(pathOf(part));
      // What is shown there gives way to what a target has put in its place.
      for (const name of namesIn(from)) rmSync(pathIn(pathOf(part), name), { force: true });
      const copy = ["cp", "--archive", "-t", pathOf(part), "--", "{}", "+"];
      const each = [from, "-mindepth", "1", "-maxdepth", "1"];
      const copied = await runTool(["find", ...each, "-exec", ...copy]);
      if (copied.exitCode === 0) continue;
      throw new HarnessError(`cannot put back what was outside of the medium: ${reasonOf(copied)}`);
    }
  }

  #fullParts(): string[] {
    return this.#parts.filter((part) => this.#entriesOf(part).length > 0);
  }

  /** What is in a part, but for what is shown there. */
  #entriesOf(part: string): RawPath[] {
    if (isUntouched(pathOf(part)) || statOf(part)?.isDirectory() !== true) return [];
    const names = namesIn(pathOf(part));
    if (part !== "var-tmp") return names;
    const usual = asPlacedIn(folders.varTmp, this.#shown).map((at) => rawPath(basename(at)));
    return names.filter((name) => !usual.includes(name));
  }
}

/** Gives back the room of a state. */
export function removeState({ folder }: OutsideState): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** True for a state of which overlays hold a part. */
export function isInOverlays({ folder }: OutsideState): boolean {
  return folder !== undefined && existsSync(join(folder, "upper"));
}

function pathOf(part: string): string {
  return join(folders.lastingFolder, part);
}

function statOf(part: string) {
  return lstatSync(pathOf(part), { throwIfNoEntry: false });
}
