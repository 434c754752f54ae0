import type { ChangeMap } from "../../../model/map/change-map.js";
import type { CaseRecord, CutRecord } from "../../../store/records.js";
import { gptWords } from "../../seen-on-disk.js";
import { crashText } from "../charts/timeline.js";
import { h, type Content, type Element } from "../nodes.js";
import { counted, number, shortened } from "../words.js";

/** What happened in a case, one thing after the other, in words. */
export function story(record: CaseRecord, map: ChangeMap | undefined): Element {
  const { cuts, resumes } = record;
  const items = [
    ...cuts.flatMap((cut, index) => [
      h("li", runWords(cut, index), index === 0 ? lastSaid(cut, map) : undefined),
      h("li", crashWords(cut)),
    ]),
    h(
      "li",
      resumes === 0 ? "It is not resumed." : `Then it is resumed: ${counted(resumes, "run")}.`,
    ),
    ...(record.ways ?? []).map(({ way, end }) => h("li", `Way out “${way}” ends: ${end}.`)),
  ];
  return h("ol.story", items);
}

function runWords({ point, write, ofWrites, step }: CutRecord, index: number): string {
  const of = ofWrites > 0 ? ` of ${number(ofWrites)}` : "";
  const run = index === 0 ? "It runs" : "It is resumed";
  const then = point.kind === "interrupt" ? ", with those that follow the signal" : "";
  return `${run}: ${number(write)}${of} writes land${then}, up to step ${step}.`;
}

function crashWords(cut: CutRecord): string {
  const where = cut.region === "" ? "" : `, in ${cut.region}`;
  const seen = gptWords(cut).map((words) => ` ${words} then.`);
  return `${capital(crashText(cut))}${where}.${seen.join("")}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What it had said last, by the run that was recorded. */
function lastSaid({ write }: CutRecord, map: ChangeMap | undefined): Content {
  const line = map?.said.findLast(({ after, text }) => after <= write && text.trim() !== "");
  if (line === undefined) return undefined;
  return h("span.said", " It has said last: ", h("q", shortened(line.text.trim(), 120)));
}
