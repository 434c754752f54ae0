import type { Finding, FindingClass } from "../../model/verdict.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { pageBytes } from "../../shim/memory.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { lastWords, textOf } from "../lab/traces.js";

/** What a scenario asks of the end of each run. */
export type ExpectedEnd = Pick<Scenario, "ends" | "says" | "leaves">;

/** True where no run may change a byte: it is to refuse, or says that it will leave all alone. */
export function changesNothing({ ends, leaves }: ExpectedEnd): boolean {
  return ends === "refused" || leaves === "unchanged";
}

/** How a run has ended otherwise than the scenario asks: who has seen it, and what. */
export interface WrongEnd {
  readonly checker: "told" | "against golden";
  readonly message: string;
}

/**
 * Judges a run that ended by itself, and the disk that it has left, by what the scenario asks.
 * Nothing is asked of a scenario that is just to be done.
 */
export function wrongEnds(expected: ExpectedEnd, lab: Lab, record: RunRecord): WrongEnd[] {
  const wrong: WrongEnd[] = [];
  const exit = record.exits.at(-1);
  const said = `It said: ${lastWords(record)}`;
  if (expected.ends === "refused" && exit !== undefined && lab.succeeded(exit)) {
    const message = `expected it to refuse, but it exited with ${String(exit.exitCode)}. ${said}`;
    wrong.push({ checker: "told", message });
  } else if (
    expected.says !== undefined &&
    !new RegExp(expected.says, "im").test(textOf(record.trace))
  ) {
    const message = `expected it to say something like /${expected.says}/. ${said}`;
    wrong.push({ checker: "told", message });
  }
  const touched = changesNothing(expected) ? changeOf(lab.shim.disk) : undefined;
  if (touched !== undefined) wrong.push({ checker: "against golden", message: touched });
  return wrong;
}

/** How the disk is not as it was at the start of all, or undefined where it is. */
export function changeOf(disk: PagedDisk): string | undefined {
  const pages = disk.pagesNotBase();
  const [first, ...more] = pages.filter((page) => !disk.page(page).equals(disk.basePage(page)));
  const wanted = disk.baseSource().sizeBytes;
  if (disk.sizeBytes !== wanted) {
    return `expected the disk as before, of ${wanted} bytes, found ${disk.sizeBytes} bytes`;
  }
  if (first === undefined) return undefined;
  return (
    `expected the disk byte for byte as before, found ${more.length + 1} pages changed, ` +
    `first at byte ${first * pageBytes}`
  );
}

/** What an uninterrupted run does wrong is no crash's fault: it is asked of no crashed one. */
export function endFindings(ends: readonly WrongEnd[], without: readonly WrongEnd[]): Finding[] {
  const classes: Readonly<Record<WrongEnd["checker"], FindingClass>> = {
    told: "diverged",
    "against golden": "bystander touched",
  };
  return ends
    .filter(({ checker }) => without.every((each) => each.checker !== checker))
    .map(({ checker, message }) => ({ checker, class: classes[checker], message, kill: 0 }));
}

/** The findings that every case of such a target has, crashed or not. */
export function wrongWithout(ends: readonly WrongEnd[]): Finding[] {
  return ends.map((end) => ({ ...end, class: "wrong without any crash", kill: 0 }));
}
