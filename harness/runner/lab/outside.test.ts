import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { makeScenario } from "../../catalogue/any-command.js";
import { fixedUmask } from "../../target/environment.js";
import { LabSample } from "./lab.samples.js";

const test = suite<{ folder: string; disk: string }>("what is outside of the disk");

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-outside-"));
  context.disk = join(context.folder, "disk.img");
  writeFileSync(context.disk, Buffer.alloc(64 * 1024, "."));
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

/** Opens a lab for lines of the shell, of which the first is the command, and looks into it. */
async function withLab(
  { folder, disk }: { folder: string; disk: string },
  lines: readonly string[],
  use: (lab: LabSample) => Promise<void>,
  also: { env?: Record<string, string>; survives?: string[] } = {},
): Promise<void> {
  const [first = "", ...moreResumes] = lines.map((line) => `: {disk}; ${line}`);
  const { scenario, target } = await makeScenario({
    ...{ disk, folder, timeoutSeconds: 20, successCodes: [0] },
    ...{ command: ["sh", "-c", first], moreResumes, ...also },
  });
  const lab = await LabSample.open(scenario, target, disk);
  try {
    await use(lab);
  } finally {
    await lab.close();
  }
}

const look = 'ls -A "$HOME" "$TMPDIR" /tmp /run /run/lock /dev/shm /var/tmp | tr "\\n" " "';

test("each run begins with nothing outside, and what it leaves is named", async (context) => {
  const mark = `crashpoint-mark-${process.pid}`;
  const dirs = '"$HOME/.config" "$TMPDIR/t" /tmp /run/lock /dev/shm /var/tmp';
  const spoil = `mkdir -p ${dirs}; for d in ${dirs}; do : > $d/${mark}; done`;
  await withLab(context, [look, spoil], async (lab) => {
    const before = await lab.run("first");
    assert.equal(before.outside, { scratch: [], left: [], before: [], isUsed: false });
    assert.match(before.said, /^\/dev\/shm: own {2}.* \/run: lock user {2}\/run\/lock: {2}\/tmp: /);
    const { outside } = await lab.run({ resume: 0 });
    assert.equal(outside, {
      scratch: [`t/${mark}`, `/tmp/${mark}`],
      left: [`/dev/shm/${mark}`, `/run/lock/${mark}`, `/var/tmp/${mark}`, `HOME/.config/${mark}`],
      before: [],
      isUsed: true,
    });
    for (const at of ["/tmp", "/run/lock", "/dev/shm", "/var/tmp", process.env["HOME"] ?? ""]) {
      assert.not.ok(existsSync(join(at, mark)), at);
    }
    await lab.go("reset");
    assert.is((await lab.run("first")).said, before.said);
  });
});

test("what processes share and no folder shows is private, named and gone", async (context) => {
  const key = 0x7fff0000 + process.pid;
  const queue = `crashpoint-queue-${process.pid}`;
  const share = `ipcmk -M 64 -S 1 -Q; : > /dev/shm/own/queues/${queue}`;
  const semaphore = `perl -e 'semget(${key}, 1, 01600) // die'`;
  await withLab(context, [share, "ipcs; ls /dev/shm/own/queues", semaphore], async (lab) => {
    const masked = (left: readonly string[]) => left.map((each) => each.replace(/\d+/g, "#"));
    assert.equal(masked((await lab.run("first")).outside.left), [
      "message queue (System V), key #",
      "message queue /crashpoint-queue-#",
      "semaphores (System V), key #",
      "shared memory (System V), key #",
    ]);
    const { said, outside } = await lab.run({ resume: 0 });
    assert.not.match(said, /\b0x|crashpoint-queue/);
    assert.equal(outside.left, []);
    const known = (await lab.run({ resume: 1 })).outside.left;
    assert.equal(known, [`semaphores (System V), key ${key}`]);
  });
  assert.not.match(readFileSync("/proc/sysvipc/sem", "utf8"), String(key));
});

test("what a reboot keeps goes with the disk: kept, put back, forgotten", async (context) => {
  const grow = 'echo x >> "$HOME/count"; echo "run $(wc -l < "$HOME/count")"; : > /tmp/gone';
  await withLab(context, [grow, look], async (lab) => {
    const count = async () => (await lab.run("first")).said;
    assert.is(await count(), "run 1");
    assert.is(await count(), "run 2");
    await lab.go("promote");
    assert.is(await count(), "run 3");
    await lab.go("reset");
    assert.is(await count(), "run 3");
    assert.not.match((await lab.run({ resume: 0 })).said, "gone");
    await lab.go("reset");
    // A check has a HOME of its own, and leaves nothing of what it writes.
    const seen = await lab.inspect(': {disk}; ls -A "$HOME"; echo x > "$HOME/count"; : > /tmp/a');
    assert.is(seen.kind === "ended" && seen.stdout.text, "");
    assert.is(await count(), "run 3");
  });
});

test("a user's own folder can be read, and is not changed", async (context) => {
  const { folder } = context;
  writeFileSync(join(folder, "settings"), "as it was\n");
  const line = `cat ${folder}/settings; echo other > ${folder}/settings; : > ${folder}/new`;
  await withLab(context, [line, `cat ${folder}/settings`], async (lab) => {
    const { said, outside } = await lab.run("first");
    assert.is(said, "as it was");
    assert.equal(outside.left, [`${folder}/new`, `${folder}/settings (changed)`]);
    assert.is((await lab.run({ resume: 0 })).said, "other");
    await lab.go("reset");
    assert.is((await lab.run({ resume: 0 })).said, "as it was");
    assert.not.ok(existsSync(join(folder, "new")));
  });
});

test("what a folder hides that was made anew is told, and stays hidden", async (context) => {
  const kept = join(context.folder, "kept");
  mkdirSync(join(kept, "deep"), { recursive: true });
  for (const name of ["old", "deep/old"]) writeFileSync(join(kept, name), "");
  const anew = `rm -r ${kept}; mkdir ${kept}; : > ${kept}/new`;
  const look = `ls -R ${kept} | tr "\\n" " "`;
  await withLab(context, [anew, look, `mkdir -p ${kept}; : > ${kept}/new`], async (lab) => {
    const { left } = (await lab.run("first")).outside;
    assert.equal(left, [`${kept}/deep (removed)`, `${kept}/new`, `${kept}/old (removed)`]);
    await lab.go("promote");
    const seen = await lab.run({ resume: 0 });
    assert.equal([seen.said, seen.outside.left], [`${kept}: new`, left]);
    await lab.go("reset");
    assert.is((await lab.run({ resume: 0 })).said, `${kept}: new`);
  });
});

test("a named file in /var/tmp can be replaced and removed, in one case", async (context) => {
  const file = `/var/tmp/crashpoint-outside-${process.pid}`;
  writeFileSync(file, "as it was\n");
  const replace = `cat ${file}; echo other > /tmp/new; mv /tmp/new ${file}`;
  try {
    await withLab(context, [replace, `cat ${file}`, `rm ${file}`], async (lab) => {
      const { said, outside } = await lab.run("first");
      assert.equal([said, outside.left], ["as it was", [file]]);
      assert.is((await lab.run({ resume: 0 })).said, "other");
      await lab.go("reset");
      assert.is((await lab.run("first")).said, "as it was");
      await lab.go("promote");
      assert.is((await lab.run({ resume: 0 })).said, "other");
      assert.equal((await lab.run({ resume: 1 })).outside.left, [`${file} (removed)`]);
      await lab.go("reset");
      assert.is((await lab.run({ resume: 0 })).said, "other");
    });
    assert.is(readFileSync(file, "utf8"), "as it was\n");
  } finally {
    rmSync(file);
  }
});

test("names that are not UTF-8 and links to anywhere are kept and put back", async (context) => {
  const other = join(context.folder, "other");
  mkdirSync(other);
  const odd = "$HOME/$(printf 'caf\\351')";
  const make = `mkdir "${odd}"; : > "${odd}/f"; ln -s ${other} "$HOME/top"; ln -s . "$HOME/round"`;
  await withLab(
    context,
    [make, `echo "has $(find "$HOME" | wc -l)"; rm -rf "$HOME"; ln -s ${other} "$HOME"`],
    async (lab) => {
      const { left } = (await lab.run("first")).outside;
      assert.equal(left, ["HOME/caf\\xe9/f", "HOME/round", "HOME/top"]);
      await lab.go("promote");
      const link = await lab.run({ resume: 0 });
      assert.equal([link.said, link.outside.left], ["has 5", ["HOME/"]]);
      await lab.go("reset");
      assert.is((await lab.run({ resume: 0 })).said, "has 5");
      assert.equal(readdirSync(other), []);
    },
  );
});

test("a file that is to survive is there for the next run, and no other", async (context) => {
  const lines = [": > undo; : > /tmp/log; : > other", "ls . /tmp | tr '\\n' ' '; [ -e undo ]"];
  const survives = ["undo", "/tmp/log"];
  const use = async (lab: LabSample) => {
    const { outside } = await lab.run("first");
    assert.equal(outside, { scratch: ["other"], left: [], before: [], isUsed: true });
    const { succeeded, said } = await lab.run({ resume: 0 });
    assert.ok(succeeded, said);
    assert.match(said, /undo .*log/);
    assert.not.match(said, "other");
    await lab.go("reset");
    assert.not.ok((await lab.run({ resume: 0 })).succeeded);
  };
  await withLab(context, lines, use, { survives });
});

test("the environment is fixed, but for what is named", async (context) => {
  const names = "env | cut -d= -f1 | sort | tr '\\n' ' '; umask; date +%Z; locale charmap";
  process.env["CRASHPOINT_STRAY"] = "1";
  const umask = process.umask(0o077);
  try {
    const use = async (lab: LabSample) => {
      const { said } = await lab.run("first");
      assert.match(said, / UTC \| UTF-8$/);
      assert.match(said, `0${fixedUmask.toString(8).padStart(3, "0")} | UTC`);
      const known = "HOME LANG LC_ALL LOGNAME MINE PATH PWD SHELL TEMP TMP TMPDIR TZ USER";
      assert.match(said, known.slice(0, known.indexOf(" PWD")));
      assert.not.match(said, "CRASHPOINT_STRAY");
    };
    await withLab(context, [names], use, { env: { MINE: "1" } });
  } finally {
    process.umask(umask);
    delete process.env["CRASHPOINT_STRAY"];
  }
});

test.run();
