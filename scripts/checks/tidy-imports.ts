// Which part of the project may import which. Data first, then the functions that apply it.

/** The imports of each file, as paths inside the checkout or names of packages. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const belowMedia = [
  ...["model", "layout", "target", "shim", "crash", "interchange", "oracles", "explore"],
  ...["store", "catalogue", "fixtures/images"],
];

const belowRunner = [...belowMedia, "media"];

/** A layer may import itself and what stands here. A file in no layer is an error. */
const layers: Readonly<Record<string, readonly string[]>> = {
  model: [],
  layout: ["model"],
  target: ["model"],
  shim: ["layout", "target", "model"],
  crash: ["shim", "layout", "model"],
  interchange: ["shim", "layout", "model"],
  oracles: ["layout", "target", "model"],
  explore: ["layout", "model", "crash"],
  store: ["model"],
  "fixtures/images": ["layout", "target", "model"],
  "fixtures/resizers": [],
  catalogue: ["fixtures/images", "oracles", "target", "layout", "model"],
  media: [...belowMedia, "runner"],
  runner: belowRunner,
  report: ["store", "model"],
  session: [...belowRunner, "runner"],
  cli: [...belowRunner, "runner", "session", "report"],
  index: ["session", "report", "store", "model"],
  main: ["cli", "model"],
  scripts: [...belowRunner, "fixtures/resizers", "runner", "session", "report", "cli"],
};

/** What a `*.test.ts` may import besides what its folder may. */
const besidesForTests = ["target", "model", "fixtures/images", "fixtures/resizers"];

const terminal = ["harness/cli/", "harness/report/"];

/** Packages that only these paths may import. */
const doors: Readonly<Record<string, readonly string[]>> = {
  execa: ["harness/target/"],
  "tree-kill": ["harness/target/"],
  seedrandom: ["harness/model/prng.ts"],
  kleur: terminal,
  commander: terminal,
  "log-update": terminal,
  "cli-table3": terminal,
  zod: [
    ...["harness/model/", "harness/store/", "harness/catalogue/", "harness/session/"],
    "fixtures/images/",
  ],
};

/** The layer of a file: `harness/shim/wire.ts` is `shim`. Undefined where the table has none. */
export function layerOf(path: string): string | undefined {
  if (path === "harness/main.ts") return "main";
  if (path.startsWith("harness/index.")) return "index";
  const [top = "", folder = ""] = path.split("/").slice(0, -1);
  const layer = top === "harness" ? folder : top === "fixtures" ? `fixtures/${folder}` : top;
  return Object.hasOwn(layers, layer) && !["main", "index"].includes(layer) ? layer : undefined;
}

/** Imports against the direction of the table, and packages that came past their door. */
export function findWrongImports(graph: ImportGraph): string[] {
  return [...graph].flatMap(([path, imports]) => {
    const layer = layerOf(path);
    if (layer === undefined) return [`${path}: is in no layer of scripts/tidy-imports.ts`];
    return imports.flatMap((imported) => {
      const problem = judgeImport(path, layer, imported);
      return problem === undefined ? [] : [`${path}: imports ${imported}: ${problem}`];
    });
  });
}

function judgeImport(path: string, layer: string, imported: string): string | undefined {
  if (!imported.endsWith(".ts")) return judgePackage(path, imported);
  if (imported.endsWith(".test.ts")) return "nothing may import a test";
  const target = layerOf(imported);
  const besides = path.endsWith(".test.ts") ? besidesForTests : [];
  const allowed = new Set([layer, ...(layers[layer] ?? []), ...besides]);
  if (target !== undefined && allowed.has(target)) return undefined;
  return `${layer} may import only ${[...allowed].join(", ")}`;
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
