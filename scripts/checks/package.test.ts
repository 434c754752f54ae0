import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { testsUnless } from "../../harness/model/tests-unless.samples.js";
import type { ToolResult } from "../../harness/target/tool.js";
import { listFiles } from "./files.js";
import { install, makeHome, pack, whyNoTrial } from "./package.samples.js";
import type { Installed, Packed } from "./package.samples.js";

// The package as a user has it: packed, installed in an empty folder, and run by an ordinary user.
// The commands mostly sleep, so they are all run at once.

const home = makeHome();
const whyNot = await whyNoTrial(home);
const trial = testsUnless(whyNot, "the installed package");
const crashpoint = "node_modules/.bin/crashpoint";
const small = ["--target", "reference", "--scenario", "prove", "--seed", "1", "--jobs", "1"];

interface Trial {
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly says: RegExp;
  /** Words in front, and names added to the environment. */
  readonly before?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const trials: Readonly<Record<string, Trial>> = {
  list: {
    args: ["list", "reference"],
    exitCode: 0,
    says: /node_modules\/crashpoint\/dist\/fixtures\/resizers/,
  },
  disk: { args: ["disk", "d.img"], exitCode: 0, says: /GPT: clean/ },
  explore: {
    args: ["explore", ...small, "--points", "sample=1", "--results", "explored"],
    exitCode: 0,
    says: /1 case in .*: 1 held/,
  },
  soak: {
    args: ["soak", ...small, "--iterations", "1", "--results", "soaked"],
    exitCode: 0,
    says: /1 case in .*: 1 held/,
  },
  prove: { args: ["prove", "--only", "attributes-dropped"], exitCode: 0, says: /1 of 1 caught/ },
  "prove --correct": {
    args: ["prove", "--correct", "--only", "refuses", "--sample", "1"],
    exitCode: 0,
    says: /1 of 1 held/,
  },
  "prove, on a small target": {
    args: ["prove", "--only", "half-replaced"],
    exitCode: 0,
    says: /1 of 1 caught/,
  },
  parity: {
    args: ["parity", "--target", "reference", "--only", "dry-run", "--jobs", "1"],
    exitCode: 0,
    says: /1 of 1 points as expected/,
  },
  "smoke, which is interrupted": {
    before: ["timeout", "--preserve-status", "-s", "INT", "5"],
    args: ["smoke", "--results", "smoked"],
    exitCode: 130,
    says: /^(?!.*error)/,
  },
  block: { args: ["block", ...small.slice(0, 4)], exitCode: 2, says: /not run: .*root/ },
  "soak without the real resizer": {
    args: ["soak"],
    exitCode: 254,
    says: /RESIZER is not set.*go install github\.com/,
  },
  "a cache folder that can't be made": {
    args: ["explore", ...small],
    environment: { XDG_CACHE_HOME: "/proc/caches" },
    exitCode: 255,
    says: /cannot write to the cache folder \/proc\/caches\/crashpoint: .*XDG_CACHE_HOME/,
  },
};

let packed: Packed;
let app: Installed;
const outcomes = new Map<string, Promise<ToolResult>>();

test.before(async () => {
  if (whyNot !== undefined) return;
  packed = await pack(".", home);
  app = await install(packed, home);
  // Its resume fails where a crash has left a 1.
  const updater = `#!/bin/sh
if [ "$(dd if="$1" bs=1 skip=1M count=1 status=none)" = 1 ]; then exit 3; fi
for n in 1 2; do printf $n | dd of="$1" bs=1M seek=1 conv=notrunc status=none; done
`;
  writeFileSync(join(app.folder, "updater"), updater, { mode: 0o755 });
  const table = "printf 'label: gpt\\nsize=1MiB, name=A\\n' | sfdisk -q d.img";
  const image = `PATH=$PATH:/usr/sbin:/sbin; truncate -s 4M d.img; ${table}`;
  expect(0, await app.run(["sh", "-ec", image]));
  for (const [name, { before = [], args, environment }] of Object.entries(trials)) {
    outcomes.set(name, app.run([...before, crashpoint, ...args], environment));
  }
});

test.after(async () => {
  await Promise.all(outcomes.values());
  rmSync(home, { recursive: true });
});

/** All that a command printed. Fails where it ended with another exit code. */
function expect(exitCode: number, { stdout, stderr, ...ended }: ToolResult): string {
  const said = `${stdout}\n${stderr}`;
  assert.is(ended.exitCode, exitCode, said);
  return said.replaceAll(/\s+/g, " ");
}

trial("it holds what its commands need, and nothing else", () => {
  const sources = ["harness", "fixtures/images", "fixtures/resizers"].flatMap(listFiles);
  const compiled = sources
    .filter((path) => path.endsWith(".ts") && !/\.(?:test|samples)\.ts$/.test(path))
    .map((path) => `dist/${path.replace(/\.ts$/, "")}`);
  const declared = compiled.filter((path) => !path.startsWith("dist/fixtures/resizers/"));
  const expected = [
    ...compiled.map((path) => `${path}.js`),
    ...declared.map((path) => `${path}.d.ts`),
    ...sources.filter((path) => /(?:catalogue\.json|\.pl)$/.test(path)),
    ...listFiles("fixtures/commands"),
    ...listFiles("scenarios").filter((path) => path.endsWith(".json")),
    ...["README.md", "package.json", "harness/README.md", "results/README.md"],
    "scenarios/README.md",
  ];
  assert.equal([...packed.files], expected.sort());
});

trial("any command on an image: explore, report, replay, remake, export", async () => {
  const run = async (exitCode: number, ...args: readonly string[]) =>
    expect(exitCode, await app.run([crashpoint, ...args]));
  const explore = [
    "explore",
    "--disk",
    "d.img",
    "--points",
    "all",
    "--seed",
    "1",
    "--results",
    "any",
  ];
  const said = await run(1, ...explore, "--", "./updater", "{disk}");
  assert.match(said, /: 1 held, 1 violated/);
  const [, id = ""] =
    / crashpoint replay (c1:any\/d-img:updater:1:w1@[0-9a-f]{4}) /.exec(said) ?? [];
  const failures = join(app.folder, "any/latest/failures");
  const [failure = ""] = readdirSync(failures);
  const [replayed, reported, remade, exported] = await Promise.all([
    run(1, "replay", id, "--results", "any"),
    run(0, "report", "any/latest"),
    run(0, "remake", join(failures, failure), "--out", "made"),
    run(0, "export", id, "--out", "run.log"),
  ]);
  assert.match(replayed, "violated");
  assert.match(reported, /: 1 held, 1 violated/);
  assert.match(remade, "the same bytes as when it was found");
  assert.match(exported, "run.log: ");
});

trial("a scenario of one's own: init, tightened by hand, check, explore, replay", async () => {
  const run = async (exitCode: number, ...args: readonly string[]) =>
    expect(exitCode, await app.run([crashpoint, ...args]));
  await app.run(["mkdir", "mine"]);
  const path = join(app.folder, "mine/update.jsonc");
  const init = ["init", "--disk", "d.img", "--out", "mine/update.jsonc"];
  const made = await run(0, ...init, "--", "./updater", "{disk}");
  assert.match(made, "crashpoint explore --scenario ./mine/update.jsonc");
  await run(254, ...init, "--", "./updater", "{disk}");
  const text = readFileSync(path, "utf8");
  assert.match(text, '"$schema": "../node_modules/crashpoint/scenarios/schemas/scenario');
  writeFileSync(path, text.replace('"bystanders"', '"bystandrs"'));
  assert.match(await run(254, "check", "mine/update.jsonc"), /update\.jsonc:\d+:5: .*"bystanders"/);
  const line = 'test "$(dd if="$1" bs=1 skip=1M count=1 status=none)" = 2';
  writeFileSync(join(app.folder, "mine/check.sh"), line);
  const tightened = text.replace('"atEnd": []', '"atEnd": ["sh {here}/check.sh {disk}"]');
  assert.is.not(tightened, text);
  writeFileSync(path, tightened);
  assert.match(await run(0, "check", "mine/update.jsonc"), "nothing is wrong with it");
  const options = ["--points", "all", "--seed", "nightly-2026-11-27", "--results", "own"];
  const said = await run(1, "explore", "--scenario", "./mine/update.jsonc", ...options);
  assert.match(said, 'seed ee657004 (of the word "nightly-2026-11-27")');
  assert.match(said, /: 1 held, 1 violated/);
  const again = / crashpoint replay (c1:file\/update:updater:ee657004:w1@\S+) --scenario (\S+)/;
  const [, id = "", named = ""] = again.exec(said) ?? [];
  assert.is(named, "./mine/update.jsonc");
  const [alone, withFile] = await Promise.all([
    run(1, "replay", id, "--results", "own"),
    run(1, "replay", id, "--scenario", named, "--results", "elsewhere"),
  ]);
  for (const story of [alone, withFile]) assert.match(story, "violated");
  assert.match(await run(254, "replay", id, "--results", "none"), "a file called update.json");
});

for (const [name, { exitCode, says }] of Object.entries(trials)) {
  trial(name, async () => {
    const outcome = await outcomes.get(name);
    assert.match(outcome === undefined ? "" : expect(exitCode, outcome), says);
  });
}

trial("it is a library too", async () => {
  const line = 'import { loadScenario } from "crashpoint"; console.log(loadScenario.name)';
  const { exitCode, stdout, stderr } = await app.run(["node", "--input-type=module", "-e", line]);
  assert.is(exitCode, 0, stderr);
  assert.is(stdout, "loadScenario\n");
});

trial("its caches are the user's, and not inside node_modules", async () => {
  await Promise.all(outcomes.values());
  const caches = join(home, ".cache/crashpoint");
  assert.equal(readdirSync(caches).sort(), ["any", "images"]);
  assert.not.ok(existsSync(join(app.folder, "node_modules/crashpoint/.cache")));
});

test.run();
