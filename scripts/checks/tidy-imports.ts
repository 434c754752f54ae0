// Which room of the project may import which. Data first, then the functions that apply it.

/** The imports of each file, as paths inside the checkout or names of packages. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Rooms that know of what kind a medium is: what is above the seam may import none of them. */
const parts = ["layout", "shim", "crash", "oracles", "interchange"];
const media = [...parts, "media/disk", "media/tree"];
/** What is beside the seam: changes, places and findings. */
const seamless = ["media", "explore", "catalogue", "store", "target", "model"];
const runnerRooms = ["lab", "golden", "sites", "case", "evidence", "workers"].map(
  (each) => `runner/${each}`,
);
const everything = [
  ...[
    ...media,
    ...seamless,
    ...runnerRooms,
    "runner/block",
    "session",
    "compare",
    "merge",
    "report",
  ],
  ...["fixtures/images", "fixtures/resizers"],
];

/**
 * A room, by its folder below harness/ or from the top; the longest name that fits counts. It may
 * import itself and what stands here. A file in no room is an error.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  model: [],
  layout: ["model"],
  target: ["model"],
  store: ["model"],
  shim: ["layout", "target", "model"],
  crash: ["shim", "layout", "model"],
  interchange: ["shim", "layout", "model"],
  oracles: ["layout", "target", "model"],
  explore: ["crash", "model"],
  catalogue: ["fixtures/images", "target", "layout", "model"],
  media: ["explore", "catalogue", "store", "target", "model"],
  "media/disk": [...parts, ...seamless, "fixtures/images"],
  "media/tree": ["shim", "crash", "oracles", ...seamless],
  "runner/lab": seamless,
  "runner/golden": [...seamless, "runner/lab"],
  "runner/sites": [...seamless, "runner/lab", "runner/golden"],
  "runner/evidence": seamless,
  "runner/case": [...seamless, "runner/lab", "runner/golden", "runner/evidence"],
  "runner/workers": [...seamless, ...runnerRooms],
  "runner/block": [...media, ...seamless, ...runnerRooms],
  "compare/statistics": ["model"],
  "compare/junit": ["compare", "model"],
  compare: ["compare/statistics", "store", "model"],
  merge: ["store", "model"],
  report: ["compare", "compare/statistics", "store", "model"],
  bundle: [...media, ...seamless, "report"],
  session: [...seamless, ...runnerRooms],
  cli: [
    ...[...seamless, ...runnerRooms, "session", "report", "compare", "compare/junit", "merge"],
    ...["cli/disk", "cli/bundle"],
  ],
  "cli/disk": [...media, ...seamless, "session", "report", "cli"],
  "cli/bundle": [...media, ...seamless, "bundle", "session", "report", "cli", "cli/disk"],
  index: ["session", "report", "store", "model"],
  main: ["cli", "model"],
  "fixtures/images": ["layout", "target", "model"],
  "fixtures/resizers": [],
  scripts: everything,
};

/** Files that may import more than their room: mostly those that bring the kinds of media in. */
const doorways: Readonly<Record<string, readonly string[]>> = {
  "harness/runner/workers/worker-main.ts": ["media/disk", "media/tree"],
  "harness/session/block.ts": ["runner/block"],
  "harness/session/subject/trace-file.ts": ["interchange", "layout"],
  "harness/runner/golden/expected-end.test.ts": ["runner/workers"],
};

/** What tests and their samples may import besides what their room may. */
const besidesForTests = [
  ...["target", "model", "media/disk", "crash", "shim", "catalogue"],
  ...["fixtures/images", "fixtures/resizers"],
];

const terminal = ["harness/cli/", "harness/report/"];

/** Packages that only these paths may import. */
const doors: Readonly<Record<string, readonly string[]>> = {
  execa: ["harness/target/"],
  "tree-kill": ["harness/target/"],
  seedrandom: ["harness/model/prng.ts"],
  "lib-r-math.js": ["harness/compare/statistics/distributions.ts"],
  saxes: ["harness/compare/junit/"],
  "tar-stream": ["harness/bundle/archive/"],
  hastscript: ["harness/report/html/"],
  "hast-util-to-html": ["harness/report/html/"],
  "d3-scale": ["harness/report/html/"],
  xmlbuilder2: ["harness/report/formats/"],
  kleur: terminal,
  commander: terminal,
  "log-update": terminal,
  "cli-table3": terminal,
  "jsonc-parser": ["harness/catalogue/files/"],
  leven: ["harness/model/"],
  zod: [
    ...["harness/model/", "harness/store/", "harness/catalogue/", "harness/session/"],
    ...["harness/compare/junit/", "harness/bundle/", "fixtures/images/", "scripts/ci/"],
  ],
};

/** The room of a file: `harness/shim/wire.ts` is in `shim`. Undefined where the table has none. */
export function roomOf(path: string): string | undefined {
  if (path === "harness/main.ts") return "main";
  if (path.startsWith("harness/index.")) return "index";
  const folders = path.split("/").slice(0, -1);
  const names = folders[0] === "harness" ? folders.slice(1) : folders;
  for (let length = names.length; length > 0; length -= 1) {
    const name = names.slice(0, length).join("/");
    if (Object.hasOwn(rooms, name) && !["main", "index"].includes(name)) return name;
  }
  return undefined;
}

/** Imports against the direction of the table, and packages that came past their door. */
export function findWrongImports(graph: ImportGraph): string[] {
  return [...graph].flatMap(([path, imports]) => {
    const room = roomOf(path);
    if (room === undefined) return [`${path}: is in no room of scripts/checks/tidy-imports.ts`];
    return imports.flatMap((imported) => {
      const problem = judgeImport(path, room, imported);
      return problem === undefined ? [] : [`${path}: imports ${imported}: ${problem}`];
    });
  });
}

function judgeImport(path: string, room: string, imported: string): string | undefined {
  if (!imported.endsWith(".ts")) return judgePackage(path, imported);
  if (imported.endsWith(".test.ts")) return "nothing may import a test";
  const isOfTests = /\.(?:test|samples)\.ts$/.test(path) || path.startsWith("scripts/damaged/");
  if (imported.endsWith(".samples.ts") && !isOfTests) return "only tests may import samples";
  const target = roomOf(imported);
  const besides = [...(isOfTests ? besidesForTests : []), ...(doorways[path] ?? [])];
  const allowed = new Set([room, ...(rooms[room] ?? []), ...besides]);
  if (target !== undefined && allowed.has(target)) return undefined;
  return `${room} may import only ${[...allowed].join(", ")}`;
}

function judgePackage(path: string, imported: string): string | undefined {
  const parts = imported.split("/");
  const name = imported.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
  const allowed = name !== undefined && Object.hasOwn(doors, name) ? doors[name] : undefined;
  if (allowed === undefined || allowed.some((prefix) => path.startsWith(prefix))) return undefined;
  return `only ${allowed.join(", ")} may`;
}

/**
 * Rings of files that import each other, one for each place where a walk comes back to a file
 * that it is still in: `a.ts -> b.ts -> a.ts`.
 */
export function findCycles(graph: ImportGraph): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): void => {
    const place = way.indexOf(path);
    if (place >= 0) cycles.push([...way.slice(place), path].join(" -> "));
    if (place >= 0 || done.has(path)) return;
    for (const imported of graph.get(path) ?? []) walk(imported, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return cycles;
}
