import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { testsUnless } from "../../model/tests-unless.samples.js";
import { topics, topicText } from "./topics.js";

const main = fileURLToPath(new URL("../../main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "completion-"));
writeFileSync(join(folder, "where.json"), "{}");

test.after(() => rmSync(folder, { recursive: true }));

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  return spawnSync(program, args, { encoding: "utf8", cwd: folder, env: { ...env, HOME: folder } });
}

function crashpoint(...args: readonly string[]) {
  return run(process.execPath, [main, ...args]);
}

/** Tests with a shell that may not be installed. */
function shellTests(shell: string) {
  const { error } = run(shell, ["-c", "true"]);
  return testsUnless(error && `${shell} is not installed`, `completion by ${shell}`);
}

function scriptFor(shell: string): string {
  const path = join(folder, `crashpoint.${shell}`);
  writeFileSync(path, crashpoint("completion", shell).stdout);
  return path;
}

const expected = {
  exp: ["explore", "export"],
  "explore --scen": ["--scenario"],
  "explore --scenario resize-comb": ["resize-combined", "resize-combined-preserve-numbers"],
  "explore --scenario wh": ["where.json"],
  "explore --model po": ["power"],
  "explore --seed 1 --device v": ["volatile"],
  "soak --aim s": ["steps"],
  "completion z": ["zsh"],
  "help i": ["ids", "init"],
  "check wh": ["where.json"],
};

const inBash = shellTests("bash");
inBash("bash completes commands, options, names and files", () => {
  const path = scriptFor("bash");
  for (const [line, words] of Object.entries(expected)) {
    const given = `COMP_WORDS=(crashpoint ${line}); COMP_CWORD=${line.split(" ").length}`;
    const print = 'printf "%s\\n" "${COMPREPLY[@]}"';
    const { stdout } = run("bash", ["-c", `. ${path}; ${given}; _crashpoint; ${print}`]);
    assert.equal(stdout.trim().split("\n").sort(), words, line);
  }
});

const inFish = shellTests("fish");
inFish("fish completes commands, options, names and files", () => {
  const path = scriptFor("fish");
  for (const [line, words] of Object.entries(expected)) {
    const { stdout } = run("fish", ["-c", `source ${path}; complete -C 'crashpoint ${line}'`]);
    const found = stdout
      .trim()
      .split("\n")
      .map((each) => each.split("\t")[0]);
    assert.equal(found.sort(), words, line);
  }
});

const inZsh = shellTests("zsh");
inZsh("zsh reads its script, and hands each command's options to _arguments", () => {
  const path = scriptFor("zsh");
  const stubs =
    'compdef() {}; _arguments() { print -rl -- "$@" }; _describe() { print -rl $commands }';
  const at = (line: string) => {
    const given = `words=(crashpoint ${line}); CURRENT=${line.split(" ").length + 1}`;
    return run("zsh", ["-f", "-c", `${stubs}; . ${path}; ${given}; _crashpoint`]).stdout;
  };
  assert.match(at("exp"), /^explore:record one run/m);
  assert.match(at("explore --model po"), /^\*--model=.*:value:\(kill torn power interrupt\)$/m);
  assert.match(at("check wh"), /^\*:word:_files$/m);
});

test("a shell that is not known is refused, with those that are", () => {
  const { status, stderr } = crashpoint("completion", "tcsh");
  assert.is(status, 254);
  assert.match(stderr, "bash, zsh, fish");
});

test("each topic of help has a text, and what help takes is named by it", () => {
  for (const topic of topics) assert.ok(topicText(topic).split("\n").length > 2, topic);
  assert.match(crashpoint("help", "ids").stdout, "w42+100");
  assert.match(crashpoint("help", "classes").stdout, "silently lost");
  assert.match(crashpoint("help", "soak").stdout, "--iterations <n>");
  assert.match(crashpoint("help").stdout, topics.join(", "));
  assert.is(crashpoint("help", "nothing").status, 254);
});

test("colours are for a terminal: NO_COLOR takes them off, FORCE_COLOR puts them on", () => {
  const escape = String.fromCharCode(27);
  const { FORCE_COLOR: _forced, NO_COLOR: _none, ...plain } = process.env;
  const list = (more: NodeJS.ProcessEnv) =>
    run(process.execPath, [main, "list"], { ...plain, ...more }).stdout.includes(escape);
  assert.not.ok(list({}));
  assert.ok(list({ FORCE_COLOR: "1" }));
  assert.not.ok(list({ NO_COLOR: "1" }));
  assert.not.ok(list({ NO_COLOR: "1", FORCE_COLOR: "1" }));
  assert.not.ok(list({ FORCE_COLOR: "0" }));
});

test("errors have no colours where they go to a file and the rest to a terminal", () => {
  const { FORCE_COLOR: _forced, NO_COLOR: _none, ...plain } = process.env;
  const terminal = (more: NodeJS.ProcessEnv) => {
    const line = `${process.execPath} ${main} replay nothing 2> errors; cat -v errors`;
    return run("script", ["-qec", line, "/dev/null"], { ...plain, TERM: "xterm", ...more }).stdout;
  };
  assert.match(terminal({}), /^error: malformed case id/);
  assert.match(terminal({ FORCE_COLOR: "1" }), /^\^\[\[31merror:/);
});

test.run();
