import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { cacheFolder } from "../catalogue/places.js";
import { onPath } from "../catalogue/program.js";
import { loadTarget } from "../catalogue/target.js";
import { sha256 } from "../model/sha256.js";
import type { RunJson } from "../store/records.js";
import { runTool } from "../target/tool.js";

// Which program is run, and what run.json says of it: for real, and through the command line. The
// sessions mostly sleep, so they are all run at once.

interface Outcome {
  readonly code: number | null;
  readonly said: string;
  readonly program: RunJson["program"] | undefined;
}

const folder = mkdtempSync(join(tmpdir(), "program-"));
const disk = join(folder, `${basename(folder)}.img`);
const main = fileURLToPath(new URL("../main.js", import.meta.url));
const outcomes = new Map<string, Promise<Outcome>>();
const small = ["explore", "--scenario", "prove", "--points", "sample=1", "--seed", "1"];
const onDisk = ["explore", "--disk", disk, "--points", "all", "--jobs", "1", "--"];

/** Writes a shell script, and returns its path. */
function script(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
  return path;
}

/** Writes to the disk three times, slowly enough for somebody to change it in between. */
function slow(name: string): string {
  return script(
    name,
    `for n in 1 2 3; do printf $n | dd of="$1" bs=1M seek=1 conv=notrunc status=none; done`,
    "sleep 0.5",
  );
}

const reference = loadTarget("reference").program;
const wrapper = script("wrapper", `exec ${reference.join(" ")} "$@"`);
const resizers = ["one", "two"].map((name) => script(name, `echo this is ${name}; exit 3`));

interface Session {
  readonly args: readonly string[];
  readonly resizer?: string;
  /** What somebody does to the program once the uninterrupted runs are over. */
  readonly meddle?: (path: string) => void;
}

const now = new Date();
const sessions: Readonly<Record<string, Session>> = {
  changed: {
    args: [...onDisk, slow("changed"), "{disk}"],
    meddle: (path) => appendFileSync(path, "#\n"),
  },
  gone: { args: [...onDisk, slow("gone"), "{disk}"], meddle: (path) => rmSync(path) },
  touched: {
    args: [...onDisk, slow("touched"), "{disk}"],
    meddle: (path) => utimesSync(path, now, now),
  },
  compiled: { args: [...onDisk, "dd", "if=/dev/zero", "of={disk}", "count=1", "conv=notrunc"] },
  named: { args: [...small, "--verbose", "--target", "reference", "--program", wrapper] },
  first: { args: small, resizer: resizers[0] ?? "" },
  second: { args: small, resizer: resizers[1] ?? "" },
  "no resizer": { args: small, resizer: folder },
  smoke: { args: ["smoke"], resizer: folder },
  parity: { args: ["parity", "--target", "partitionresizer"], resizer: folder },
  "with --disk": {
    args: ["explore", "--disk", disk, "--program", wrapper, "--", wrapper, "{disk}"],
  },
  "made id": { args: ["replay", "c1:any/x:y:1:w1@0000", "--program", wrapper] },
};

test.before(async () => {
  const image = `truncate -s 4M "$1"; printf 'label: gpt\\nsize=1MiB, name=A\\n' | sfdisk -q "$1"`;
  const built = await runTool(["sh", "-ec", image, "sh", disk]);
  assert.is(built.exitCode, 0, built.stderr);
  for (const name of Object.keys(sessions)) outcomes.set(name, run(name));
});

test.after(async () => {
  await Promise.all(outcomes.values());
  rmSync(folder, { recursive: true });
  const notes = join(cacheFolder, "any", `${basename(disk, ".img").toLowerCase()}-img`);
  rmSync(notes, { recursive: true, force: true });
});

async function run(name: string): Promise<Outcome> {
  const { args = [], resizer, meddle } = sessions[name] ?? {};
  const results = join(folder, "results", name);
  mkdirSync(results, { recursive: true });
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...(resizer !== undefined && { RESIZER: resizer }) },
    cwd: results,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let isMeddled = false;
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
    if (isMeddled || !said.includes("two uninterrupted runs")) return;
    isMeddled = true;
    meddle?.(join(folder, name));
  });
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said: said.replaceAll(/\s+/g, " "), program: programIn(results) };
}

function programIn(folderOfRun: string): RunJson["program"] | undefined {
  try {
    const text = readFileSync(join(folderOfRun, "results/latest/run.json"), "utf8");
    return (JSON.parse(text) as RunJson).program;
  } catch {
    return undefined; // It ended before there was a run.
  }
}

async function outcomeOf(name: string): Promise<Outcome> {
  const outcome = await outcomes.get(name);
  if (outcome === undefined) throw new Error(`no session ${name}`);
  return outcome;
}

const changes = { changed: /now it is SHA-256 [0-9a-f]{64}\./, gone: /now it is gone\./ };
for (const [name, says] of Object.entries(changes)) {
  test(`a program that is ${name} in the middle of a run ends it undecided`, async () => {
    const { code, said } = await outcomeOf(name);
    assert.is(code, 2, said);
    const path = join(folder, name);
    assert.match(
      said,
      `ended early: the program under test has changed since this run began: ${path}`,
    );
    assert.match(said, says);
    assert.match(said, " 0 violated, ");
  });
}

test("a program that is only touched goes on", async () => {
  const { code, said } = await outcomeOf("touched");
  assert.is(code, 0, said);
});

test("run.json has path, digest and version of a compiled program", async () => {
  const { program } = await outcomeOf("compiled");
  assert.is(program?.path, onPath("dd"));
  assert.is(program?.sha256, sha256(readFileSync(onPath("dd"))));
  assert.match(program?.version ?? "", /^dd \(coreutils\) [\d.]+$/);
});

test("--program is run in place of the target's own, and the case keeps its id", async () => {
  const { code, said, program } = await outcomeOf("named");
  assert.is(code, 0, said);
  assert.match(said, /c1:prove:reference:1:w\d+@4405/);
  assert.equal(program, { path: wrapper, sha256: sha256(readFileSync(wrapper)) });
});

test("RESIZER is honoured at each run", async () => {
  for (const [index, name] of ["first", "second"].entries()) {
    const { code, said, program } = await outcomeOf(name);
    assert.is(code, 2, said);
    assert.match(said, `this is ${index === 0 ? "one" : "two"}`);
    assert.is(program?.path, resizers[index]);
  }
});

for (const name of ["no resizer", "smoke", "parity"]) {
  test(`${name}: RESIZER that names no program is wrong usage`, async () => {
    const { code, said } = await outcomeOf(name);
    assert.is(code, 254, said);
    assert.match(said, `error: RESIZER names no program that can be run: ${folder} is not a file`);
  });
}

test("--program only takes the place of a target's program", async () => {
  for (const name of ["with --disk", "made id"]) {
    const { code, said } = await outcomeOf(name);
    assert.is(code, 254, said);
    assert.match(said, "error: --program takes the place of a target's");
  }
});

test.run();
