import type { CrashModels } from "../../media/crash-models.js";
import type { ChangeMap, LikeChanges, SaidLine, Stretch } from "../../model/map/change-map.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { stepAt } from "../../model/steps.js";
import type { TraceEvent } from "../../model/trace.js";

/** So many lines of a run are kept, and so many letters of each. */
const mostLines = 1000;
const mostLetters = 300;

/** What a recorded run did, change by change: for pictures of it. */
export function changeMapOf(
  { trace, shape }: RecordedRun,
  crashes: Pick<CrashModels, "placeOf" | "chart">,
): ChangeMap {
  const chart = crashes.chart();
  const [steps, places] = [new Numbered<string>(), new Numbered<ChangeMap["places"][number]>()];
  const rows: LikeChanges[] = [];
  for (const change of trace.filter((event) => event.kind === "write")) {
    const place = crashes.placeOf(change);
    const at = { kind: "write", writes: change.number, bytes: 0 } as const;
    addTo(rows, {
      count: 1,
      step: steps.indexOf(stepAt(shape, at), (name) => name),
      place: places.indexOf({ name: place.name, kind: place.kind }, ({ name }) => name),
      stretch: chart && stretchOf(chart.locate(change)),
    });
  }
  return {
    ...{ steps: steps.items, places: places.items, rows },
    ...(chart && { chart: { sizeBytes: chart.sizeBytes, areas: chart.areas } }),
    ...{ flushes: flushesIn(trace), ...saidIn(trace) },
  };
}

function stretchOf(at: { startBytes: number; endBytes: number; area: number }): Stretch {
  const { startBytes, endBytes, area } = at;
  return { area, offsetBytes: startBytes, lengthBytes: endBytes - startBytes };
}

/** One that is like the row before makes it longer. */
function addTo(rows: LikeChanges[], next: LikeChanges): void {
  const last = rows.at(-1);
  const isLike = last?.step === next.step && last.place === next.place && goesOn(last, next);
  if (isLike) rows[rows.length - 1] = { ...last, count: last.count + 1 };
  else rows.push(next);
}

function goesOn({ stretch: one, count }: LikeChanges, { stretch: next }: LikeChanges): boolean {
  if (one === undefined || next === undefined) return one === next;
  const { area, offsetBytes, lengthBytes } = one;
  const isBehind = next.offsetBytes === offsetBytes + count * lengthBytes;
  return next.area === area && next.lengthBytes === lengthBytes && isBehind;
}

function flushesIn(trace: readonly TraceEvent[]): number[] {
  let after = 0;
  return trace.flatMap((event) => {
    if (event.kind === "write") after = event.number;
    return event.kind === "flush" ? [after] : [];
  });
}

/** Complete lines, and what is left of one at the end, of both outputs. */
function saidIn(trace: readonly TraceEvent[]): Pick<ChangeMap, "said" | "saidMore"> {
  const said: SaidLine[] = [];
  const unfinished = { stdout: "", stderr: "" };
  let [after, saidMore] = [0, 0];
  const add = (text: string): void => {
    if (said.length < mostLines) said.push({ after, text: shortened(text) });
    else saidMore += 1;
  };
  for (const event of trace) {
    if (event.kind === "write") after = event.number;
    if (event.kind !== "output") continue;
    const pieces = (unfinished[event.stream] + event.text).split("\n");
    unfinished[event.stream] = pieces.pop() ?? "";
    for (const line of pieces) add(line);
  }
  for (const rest of Object.values(unfinished)) if (rest !== "") add(rest);
  return { said, saidMore };
}

function shortened(text: string): string {
  return text.length <= mostLetters ? text : `${text.slice(0, mostLetters)} ...`;
}

/** Things in the order in which they came first, each once. */
class Numbered<T> {
  readonly items: T[] = [];
  readonly #indices = new Map<string, number>();

  indexOf(item: T, keyOf: (item: T) => string): number {
    const key = keyOf(item);
    const found = this.#indices.get(key);
    if (found !== undefined) return found;
    this.#indices.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}
