import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../model/errors.js";
import { rootFolder, scenariosFolder } from "./places.js";
import { readJson } from "./read-json.js";
import { refused } from "./refused.samples.js";
import { decodeTarget, listTargets, loadTarget, stepNamesOf, TargetMissing } from "./target.js";

const keys = {
  about: "a small one",
  program: ["{node}"],
  stepNames: ["first", "second"],
  steps: [{ line: "^begin", step: "second" }],
  missing: "Run the setup",
};

const whyNot = (more: object) => refused(() => decodeTarget("x", { ...keys, ...more }));

for (const name of listTargets()) {
  test(`the steps of target ${name} are well-formed, each but the first has a rule`, () => {
    const file = readJson(join(scenariosFolder, "targets", `${name}.json`));
    const target = decodeTarget(name, { ...file, program: ["{node}"] });
    const [first, ...others] = target.stepNames;
    assert.is(new Set(target.stepNames).size, target.stepNames.length);
    assert.is(first, "preflight");
    for (const step of others)
      assert.ok(
        target.steps.some((rule) => rule.step === step),
        step,
      );
  });
}

test("{node} and {root} stand for this Node and this checkout", () => {
  const target = decodeTarget("x", { ...keys, program: ["{node}", "{root}/package.json"] });
  assert.equal(target.program, [process.execPath, join(rootFolder, "package.json")]);
  assert.is(target.name, "x");
});

test("an unknown name lists the names", () => {
  for (const name of ["nobody", "../resize", ""]) {
    const message = refused(() => loadTarget(name));
    assert.is(message, `unknown target "${name}"; there are: ${listTargets().join(", ")}`);
  }
});

test("a rule for a step that does not exist is named", () => {
  const message = whyNot({ steps: [{ line: "^x", step: "third" }] });
  assert.is(message, `target x: steps: "third" is not among stepNames`);
});

test("a line that is no regular expression is named", () => {
  assert.match(whyNot({ steps: [{ line: "(", step: "second" }] }), `target x: steps: "("`);
});

test("missing and unknown fields are named", () => {
  assert.match(whyNot({ program: [] }), "program");
  assert.match(whyNot({ stepNames: [] }), "stepNames");
  assert.match(whyNot({ stpes: [] }), "stpes");
  assert.match(whyNot({ missing: undefined }), "missing");
});

test("a program that is not there says what to do", () => {
  const message = whyNot({ program: ["{root}/no-such-program"] });
  assert.match(message, `no ${rootFolder}/no-such-program. Run the setup`);
  assert.match(whyNot({ program: ["{node}", "{root}/no-such-script"] }), "Run the setup");
});

test("a program that can't be executed is refused", () => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-target-"));
  try {
    const path = join(folder, "program");
    writeFileSync(path, "#!/bin/sh\n", { mode: 0o644 });
    assert.match(whyNot({ program: [path] }), `${path} is not executable (chmod +x?)`);
    assert.match(whyNot({ program: [folder] }), "is not a file");
    rmSync(path);
    writeFileSync(path, "#!/bin/sh\n", { mode: 0o755 });
    assert.is(decodeTarget("x", { ...keys, program: [path] }).program[0], path);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("--program takes the place of a program, or of an interpreter and its script", () => {
  const more = { ...keys, program: ["{node}", "{root}/gone.js"], arguments: ["--always"] };
  const target = decodeTarget("x", more, "/bin/true");
  assert.equal(target.program, ["/bin/true", "--always"]);
  assert.is(target.file.path, "/bin/true");
  const [own, given] = [loadTarget("reference"), loadTarget("reference", process.execPath)];
  assert.is(own.file.path, own.program[1]);
  assert.equal({ ...own, program: [process.execPath], file: given.file }, given);
});

test("--program is a path from here, and must be that of a program", () => {
  const whyGiven = (path: string) => refused(() => decodeTarget("x", keys, path));
  const fromHere = relative(process.cwd(), "/bin/true");
  assert.is(decodeTarget("x", keys, fromHere).file.path, "/bin/true");
  assert.match(whyGiven("nowhere"), `--program: there is no ${resolve("nowhere")}`);
  assert.match(whyGiven("/bin"), "--program: /bin is not a file");
  assert.match(whyGiven("package.json"), "package.json is not executable (chmod +x?)");
});

test("a target whose program is missing is told from one that is wrong", () => {
  const kindOf = (more: object) => {
    try {
      decodeTarget("x", { ...keys, ...more });
    } catch (error) {
      return (error as Error).name;
    }
    return "";
  };
  assert.is(kindOf({ program: ["{root}/no-such-program"] }), TargetMissing.prototype.name);
  assert.is(kindOf({ program: ["{root}/package.json"] }), UsageError.prototype.name);
});

test("the steps of a target are known where its program is not there", () => {
  const { RESIZER, PATH } = process.env;
  Object.assign(process.env, { RESIZER: "/nowhere", PATH: "" });
  try {
    assert.is(stepNamesOf("partitionresizer").at(-1), "updatePartitions");
    assert.match(
      refused(() => loadTarget("partitionresizer")),
      "there is no /nowhere",
    );
  } finally {
    Object.assign(process.env, { PATH });
    if (RESIZER === undefined) delete process.env["RESIZER"];
    else process.env["RESIZER"] = RESIZER;
  }
});

test.run();
