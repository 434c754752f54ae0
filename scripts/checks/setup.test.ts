import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { testsUnless } from "../../harness/model/tests-unless.samples.js";
import { runTool } from "../../harness/target/tool.js";
import { asUser, makeHome, pathWithoutResizer, whyNoTrial } from "./package.samples.js";

// scripts/setup in a copy of the checkout, by an ordinary user who has no network.

const home = makeHome();
const whyNot = await whyNoTrial(home);
const trial = testsUnless(whyNot, "scripts/setup by an ordinary user");
const work = join(home, "work");
const copied = ["harness", "fixtures", "scripts", "scenarios", "dist", "node_modules"];
const besides = ["package.json", "package-lock.json", "tsconfig.json"];
const realHelp = "echo '--grow-partition --preserve-numbers'";
const path = (...folders: string[]) =>
  [...folders.map((each) => join(home, each)), pathWithoutResizer(home)].join(":");

function program(place: string, name: string, ...lines: string[]): string {
  mkdirSync(join(home, place), { recursive: true });
  const file = join(home, place, name);
  writeFileSync(file, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
  return file;
}

test.before(async () => {
  if (whyNot !== undefined) return;
  mkdirSync(work);
  const made = await runTool(["cp", "-a", ...besides, ...copied, work]);
  assert.is(made.exitCode, 0, made.stderr);
  await runTool(["chown", "-R", "--reference", home, work]);
});

test.after(() => rmSync(home, { recursive: true }));

/** Exit code of a script of the copy, and all that it said. */
async function run(script: string, environment: Readonly<Record<string, string>>, cwd = work) {
  const command = [
    join(work, "scripts", script),
    ...(script === "crashpoint" ? ["list", "partitionresizer"] : []),
  ];
  const offline = process.geteuid?.() === 0 ? ["unshare", "--net"] : [];
  const words = [...offline, ...asUser(home, command, environment)] as [string, ...string[]];
  const { exitCode, stdout, stderr } = await runTool(words, { cwd, timeoutMs: 60_000 });
  return { exitCode, said: `${stdout}\n${stderr}`.replaceAll(/\s+/g, " ") };
}

trial("with a resizer on the PATH there is nothing to do, and nothing is kept of it", async () => {
  const resizer = program("own", "resizer", realHelp);
  const environment = { PATH: path("own") };
  assert.equal(await run("setup", environment), { exitCode: 0, said: " " });
  assert.not.ok((await runTool(["find", join(work, ".cache"), "-name", "*resizer"])).stdout);
  const { said } = await run("crashpoint", environment);
  assert.match(said, `program: ${resizer} `);
});

trial("RESIZER counts from where setup is called, and must be a program", async () => {
  const resizer = program("named", "mine", "exit 0");
  chmodSync(program("named", "plain"), 0o644);
  const of = (RESIZER: string) => run("setup", { RESIZER }, join(home, "named"));
  assert.equal(await of("mine"), { exitCode: 0, said: " " });
  assert.equal(await of(resizer), { exitCode: 0, said: " " });
  for (const [name, why] of [
    ["nothing", "there is no "],
    ["plain", "plain is not executable"],
    [home, "is not a file"],
  ] as const) {
    const { exitCode, said } = await of(name);
    assert.is(exitCode, 254, said);
    assert.match(said, "setup: RESIZER names no program that can be run: ");
    assert.match(said, why);
  }
});

trial("without go it is told that the resizer is missing, and why", async () => {
  const other = program("other", "resizer", "echo 'Usage: resizer IMAGE'");
  program("other", "go", "echo 'no network' >&2; exit 1");
  const { exitCode, said } = await run("setup", { PATH: path("other") });
  assert.is(exitCode, 0, said);
  assert.match(said, "the real partitionresizer is MISSING");
  assert.match(said, `${other} is another program, as its --help shows`);
  assert.match(said, "go install failed: no network");
});

trial("what go install has built is kept, and is not built again", async () => {
  const built = program("built", "resizer", realHelp);
  const calls = join(home, "go-calls");
  writeFileSync(calls, "");
  chmodSync(calls, 0o666);
  program("go", "go", `echo "$@" >> ${calls}; cp ${built} "$GOBIN/resizer"`);
  const environment = { PATH: path("go") };
  for (const says of [/go install github\.com/, /^ $/]) {
    const { exitCode, said } = await run("setup", environment);
    assert.is(exitCode, 0, said);
    assert.match(said, says);
  }
  assert.match(
    readFileSync(calls, "utf8"),
    /^install -trimpath github\.com\/diskfs\/partitionresizer\/cmd\/resizer@\w+\n$/,
  );
  const { said } = await run("crashpoint", environment);
  assert.match(said, `program: ${join(work, ".cache/resizer/bin/resizer")} `);
});

test.run();
