import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { makeScenario } from "../../catalogue/any-command.js";
import { sha256 } from "../../model/sha256.js";
import { LabSample } from "./lab.samples.js";

const test = suite<{ folder: string; lab: LabSample }>("looking at a disk");

test.before(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-inspect-"));
  const disk = join(context.folder, "disk.img");
  writeFileSync(disk, Buffer.alloc(256 * 1024, "."));
  const { scenario, target } = await makeScenario({
    ...{ disk, folder: context.folder, timeoutSeconds: 2, successCodes: [0] },
    command: ["sh", "-c", 'echo again; exit "$1"', "sh", "4", "{disk}"],
    resume: "echo resume {disk}; exit 3",
    moreResumes: ["echo one {disk}; exit 3", "echo two {disk}; exit 0"],
    resumeSuccessCodes: [3],
  });
  context.lab = await LabSample.open(scenario, target, disk);
});

test.after(async ({ lab, folder }) => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

const endedWith = async (lab: LabSample, line: string) => {
  const inspection = await lab.inspect(line);
  if (inspection.kind !== "ended") throw new Error(JSON.stringify(inspection));
  return inspection;
};

test("it sees the disk as it is now, and tells exit code, output and last words", async ({
  lab,
}) => {
  await lab.write(4090, "over the border");
  const read = "dd if={disk} bs=1 skip=4090 count=15 status=none";
  const { exitCode, stdout, said } = await endedWith(lab, `${read}; echo no >&2; exit 5`);
  assert.is(exitCode, 5);
  assert.equal(stdout, { text: "over the border", sha256: sha256("over the border") });
  assert.is(said, "no");
  assert.is((await endedWith(lab, "echo a; echo b")).said, "a | b");
  await lab.go("reset");
});

test("whatever it writes is undone, and the snapshot is as before", async ({ lab }) => {
  await lab.write(8192, "snapshot");
  await lab.go("promote");
  const snapshot = await lab.state();
  await lab.write(8192, "current!");
  await lab.write(100, "more");
  const before = await lab.state();
  assert.is(before.changeFromSnapshot, "2 pages changed, first at byte 0");

  const write = (text: string, at: number) =>
    `printf ${text} | dd of={disk} bs=1 seek=${at} conv=notrunc status=none`;
  const spoil = [write("xyz", 8192), write("xyz", 40_000), "truncate -s 400K {disk}", "cat {disk}"];
  const { stdout } = await endedWith(lab, spoil.join(" && "));
  assert.match(stdout.text, "xyzrent!");
  assert.equal(await lab.state(), before);
  await endedWith(lab, "truncate -s 5000 {disk}");
  assert.equal(await lab.state(), before);
  const seen = await endedWith(lab, "cat {disk}");
  assert.is(seen.stdout.sha256, before.current);

  await lab.go("reset");
  assert.equal(await lab.state(), snapshot);
});

test("it runs in an empty folder, and leaves no process, file or mount behind", async ({ lab }) => {
  const before = await lab.state();
  const { stdout } = await endedWith(lab, 'ls -A; [ "$PWD" = "$TMPDIR" ] && touch left-behind');
  assert.is(stdout.text, "");
  await endedWith(lab, "mkdir m; mount -t tmpfs none m; touch m/x; exec 9< {disk}");
  await endedWith(lab, "setsid sleep 1000 < {disk} & setsid sh -c 'sleep 1000; echo > {disk}' &");
  assert.equal(await lab.state(), before);
  assert.is((await endedWith(lab, "ls -A")).stdout.text, "");
});

test("one that goes on is hung, one that is ended by a signal has died", async ({ lab }) => {
  const before = await lab.state();
  assert.equal(await lab.inspect("echo x > {disk}; sleep 1000"), { kind: "hung", limitMs: 2000 });
  assert.equal(await lab.inspect("kill -SEGV $$"), { kind: "died", signal: "SIGSEGV" });
  const child = "sh -c 'kill -ABRT $$'; exit $?";
  assert.equal(await lab.inspect(child), { kind: "died", signal: "SIGABRT" });
  assert.equal(await lab.state(), before);
});

test("one that prints for ever is ended", async ({ lab }) => {
  const before = await lab.state();
  const why = await lab.inspect("yes {disk}").then(() => "", String);
  assert.match(why, "it prints more than 67108864 bytes");
  assert.equal(await lab.state(), before);
});

test("each part has its commands, and the exit codes that mean success for them", async ({
  lab,
}) => {
  const again = await lab.run("again");
  assert.equal([again.succeeded, again.said], [false, "again"]);
  const resumed = await lab.run("resume");
  assert.ok(resumed.succeeded);
  assert.match(resumed.said, /^resume \/dev\/shm\//);
  const further = [await lab.run({ resume: 0 }), await lab.run({ resume: 1 })];
  assert.equal(
    further.map(({ succeeded, said }) => [succeeded, said.split(" ")[0]]),
    [
      [true, "one"],
      [false, "two"],
    ],
  );
});

test.run();
