import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isInstalled, sampleSource } from "./installed.samples.js";
import { changesOf, TreeSample } from "./held/tree.samples.js";

const operations = sampleSource("operations.samples.py");
/** With CRASHPOINT_OPERATIONS=10000 the long form. */
const operationCount = Number(process.env["CRASHPOINT_OPERATIONS"] ?? 1000);

const sample = await TreeSample.open();
test.after(() => sample.close());
test.before.each(async () => {
  await sample.tell({ kind: "go", go: "resetToBase" });
});

/** Everything is in a folder of its own, so that links to above stay in the tree. */
const inFolder = (script: string) => `mkdir work && cd work && ${script}`;

const hasPython = isInstalled("python3");
if (!hasPython) console.log("1 test skipped: python3 is not installed");

for (const seed of hasPython ? [1, 2] : []) {
  test(`operations by seed ${seed} come out as on tmpfs, and can be made again`, async () => {
    const script = inFolder(`python3 ${operations} ${seed} ${operationCount}`);
    const expected = await sample.outside(script);
    const run = await sample.run(script);
    assert.is(run.ended, "0");
    assert.equal(run.said.split("\n"), expected.said.split("\n"));
    assert.ok(changesOf(run).length > operationCount / 10);

    const key = await sample.key();
    const changes = run.status.writeCount;
    await sample.tell({ kind: "reload" });
    assert.is(await sample.key(), key);
    await sample.tell({ kind: "go", go: "resetToBase" });
    await sample.tell({ kind: "use trace" });
    await sample.tell({ kind: "make", orders: { changes } });
    assert.is(await sample.key(), key);
  });
}

const writer = inFolder(
  `echo one > a; mkdir d; echo two > d/b; ln a d/c; mv d/b a; ln -s a l; echo three >> a; rm d/c`,
);

test("a run that is cut anywhere leaves what is made from a trace up to there", async () => {
  const whole = await sample.run(writer);
  const last = whole.status.writeCount;
  assert.is(changesOf(whole).length, last);
  await sample.tell({ kind: "go", go: "resetToBase" });
  await sample.tell({ kind: "use trace" });
  for (let writes = 0; writes <= last; writes += 1) {
    await sample.tell({ kind: "make", orders: { changes: writes } });
    const made = await sample.key();
    await sample.tell({ kind: "go", go: "resetToBase" });
    const cut = await sample.run(writer, { cut: { kind: "write", writes, bytes: 0 } });
    assert.is(cut.ended, "SIGKILL");
    assert.is(cut.status.writeCount, writes);
    assert.is(await sample.key(), made, `after ${writes} changes`);
    await sample.tell({ kind: "go", go: "resetToBase" });
  }
});

test("a write is torn after some of its bytes", async () => {
  const script = "echo 0123456789 > a";
  const cut = await sample.run(script, { cut: { kind: "write", writes: 1, bytes: 4 } });
  assert.is(cut.ended, "SIGKILL");
  assert.is((await sample.manifest()).get("a")?.sizeBytes, 4);
});

test("changes are told with their paths, flushes with what they flush", async () => {
  const run = await sample.run(
    inFolder(`echo x > t; sync t; mv t u; sync -d u; sync .; setfattr -n user.k -v v u; rm u`),
  );
  const told = run.events.flatMap((event) => {
    if (event.kind === "write") {
      return [`${event.change} ${event.path}${event.toPath ? ` ${event.toPath}` : ""}`];
    }
    return event.kind === "flush" && "of" in event ? [`flush ${event.of} ${event.path}`] : [];
  });
  assert.equal(
    told.filter((line) => !line.includes("xattr")),
    [
      "mkdir work",
      "create work/t",
      "write work/t",
      "flush file work/t",
      "rename work/t work/u",
      "flush file work/u",
      "flush folder work",
      "unlink work/u",
    ],
  );
});

test("another state is seen at once, though the kernel keeps names and attributes", async () => {
  await sample.run("echo first > a; mkdir d; echo x > d/f; cat a d/f; ls gone");
  await sample.tell({ kind: "go", go: "promote" });
  const first = await sample.run("cat a d/f; echo longer than before > a; rm -r d; echo > gone");
  assert.is(first.said, "first\nx\n");
  await sample.tell({ kind: "go", go: "reset" });
  const second = await sample.run("cat a d/f; stat -c %s a; ls");
  assert.is(second.said, "first\nx\n6\na\nd\n");
});

test("a folder is loaded as it is: links, modes, times, names of any bytes", async () => {
  const other = await TreeSample.open();
  try {
    const folder = fileURLToPath(new URL(".", import.meta.url));
    await other.tell({ kind: "load", folder });
    const text = await other.run("cat tree-shim.test.js");
    assert.is(text.said, readFileSync(fileURLToPath(import.meta.url), "utf8"));
    assert.equal([...(await other.changedFromBase()).keys()], []);
  } finally {
    await other.close();
  }
});

test.run();
