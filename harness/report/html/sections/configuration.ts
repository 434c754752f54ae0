import type { RunJson } from "../../../store/records.js";
import { tableOf } from "../charts/figure.js";
import type { Chapter } from "../chapter.js";
import { h, type Content, type Element } from "../nodes.js";

/** What was run, on what, with which versions: of the first run, and how the others differ. */
export function configurationSection({ id, runs }: Chapter): Element {
  const [run] = runs;
  const name = `${id}-configuration`;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Configuration"),
    runs.length > 1 ? runsTable(runs) : undefined,
    run === undefined ? undefined : detailsOf(run),
  );
}

function runsTable(runs: readonly RunJson[]): Element {
  return tableOf("runs", {
    headings: ["started", "command", "seed", "program", "host"],
    rows: runs.map(({ startedAt, command, seed, program, host }) => [
      ...[startedAt, command, seed],
      ...[program?.sha256?.slice(0, 12) ?? "unknown", String(host["kernel"] ?? "")],
    ]),
  });
}

function detailsOf(run: RunJson): Content[] {
  const { program } = run;
  const facts: [string, string][] = [
    ["command", run.command],
    ["scenario", `${run.scenario}, fingerprint ${run.fingerprint}`],
    ["target", run.target],
    ...Object.entries(run.files ?? {}).map(([kind, path]): [string, string] => [
      `${kind} file`,
      path,
    ]),
    ...(program === undefined ? [] : ([["program", program.path]] as [string, string][])),
    ...optional("program version", program?.version),
    ...optional("program SHA-256", program?.sha256),
    ["image SHA-256", run.imageSha256],
    ["seed", run.seed],
    ["started", run.startedAt],
    ...Object.entries(run.options).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  const versions = Object.entries({ ...run.host, ...run.tools }).map(
    ([name, value]): [string, string] => [name, String(value)],
  );
  const { umask, variables } = run.environment ?? { umask: "not known", variables: {} };
  const environment: [string, string][] = [["umask", umask], ...Object.entries(variables)];
  return [
    factsOf("What was run", facts),
    factsOf("Machine and tools", versions),
    factsOf("Environment of the commands", environment),
  ];
}

function optional(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, value]];
}

function factsOf(title: string, facts: readonly (readonly [string, string])[]): Element {
  return h(
    "details.facts",
    h("summary", title),
    h(
      "dl",
      facts.map(([name, value]) => h("div", h("dt", name), h("dd", value))),
    ),
  );
}
