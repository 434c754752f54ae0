import type { RunJson } from "../../../store/records.js";
import { seedText } from "../../words.js";
import { tableOf } from "../charts/figure.js";
import type { Chapter } from "../chapter.js";
import { h, type Content, type Element } from "../nodes.js";

type Fact = readonly [string, string];

/** So many runs have a row; how many more there are is said. */
const mostRuns = 200;

/** What was run, on what, with which versions: of the first run, and how the others differ. */
export function configurationSection({ id, run, runs }: Chapter): Element {
  const name = `${id}-configuration`;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Configuration"),
    runs.length > 1 ? runsTable(runs) : undefined,
    detailsOf(run),
  );
}

function runsTable(runs: Chapter["runs"]): Element {
  const rows = runs
    .slice(0, mostRuns)
    .map(({ run, end, cases }) => [
      ...[run.startedAt, end?.why.kind ?? "not ended", cases.length, run.command, run.seed],
      ...[run.program.sha256?.slice(0, 12) ?? "unknown", String(run.host["kernel"] ?? "")],
    ]);
  const more = runs.length - mostRuns;
  return tableOf("runs", {
    headings: ["started", "end", "cases", "command", "seed", "program", "kernel"],
    rows,
    note: more > 0 ? `And ${more} more. Below is what the first of them was run with.` : undefined,
  });
}

function detailsOf(run: RunJson): Content[] {
  const { program, files = {}, options, environment } = run;
  const facts: Fact[] = [
    ["command", run.command],
    ["scenario", `${run.scenario}, fingerprint ${run.fingerprint}`],
    ["target", run.target],
    ...Object.entries(files).map(([kind, path]): Fact => [`${kind} file`, path]),
    ["program", program.path],
    ...optional("program version", program.version),
    ...optional("program SHA-256", program.sha256),
    ["image SHA-256", run.imageSha256],
    ["seed", seedText(run.seed, options["seedWord"])],
    ["started", run.startedAt],
    ...textsOf(options),
  ];
  return [
    factsOf("What was run", facts),
    factsOf("Machine and tools", [...textsOf(run.host), ...textsOf(run.tools)]),
    factsOf("Environment of the commands", [
      ["umask", environment.umask],
      ...textsOf(environment.variables),
    ]),
  ];
}

function textsOf(values: Readonly<Record<string, string | number | boolean>>): Fact[] {
  return Object.entries(values).map(([name, value]) => [name, String(value)]);
}

function optional(name: string, value: string | undefined): Fact[] {
  return value === undefined ? [] : [[name, value]];
}

function factsOf(title: string, facts: readonly Fact[]): Element {
  return h(
    "details.facts",
    h("summary", title),
    h(
      "dl",
      facts.map(([name, value]) => h("div", h("dt", name), h("dd", value))),
    ),
  );
}
