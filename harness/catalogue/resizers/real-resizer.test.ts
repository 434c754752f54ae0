import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import { findRealResizer } from "./real-resizer.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-resizer-"));
const noInstalled = join(folder, "installed");
const realHelp = "echo '  --grow-partition strings'; echo '  --preserve-numbers' >&2";

test.after(() => rmSync(folder, { recursive: true }));

/** A program whose --help prints what it is told; its path. */
function program(place: string, name: string, help = realHelp): string {
  mkdirSync(join(folder, place), { recursive: true });
  const path = join(folder, place, name);
  writeFileSync(path, `#!/bin/sh\n[ "$1" = --help ] || exit 9\n${help}\n`, { mode: 0o755 });
  return path;
}

function onPath(...places: string[]): NodeJS.ProcessEnv {
  return { PATH: places.map((place) => join(folder, place)).join(":") };
}

test("RESIZER comes before the PATH, and is believed whatever its help says", () => {
  const named = program("named", "other-name", "echo nothing");
  program("first", "resizer");
  const found = findRealResizer({ ...onPath("first"), RESIZER: named }, noInstalled);
  assert.equal(found, { kind: "found", path: named });
});

test("an empty RESIZER is none", () => {
  const path = program("first", "resizer");
  assert.equal(findRealResizer({ ...onPath("first"), RESIZER: "" }), { kind: "found", path });
});

test("RESIZER that names no program is wrong usage, also where the PATH has one", () => {
  const plain = program("named", "plain");
  chmodSync(plain, 0o644);
  for (const [path, why] of [
    [join(folder, "nothing"), `there is no ${join(folder, "nothing")}`],
    [folder, `${folder} is not a file`],
    [plain, `${plain} is not executable`],
  ] as const) {
    try {
      findRealResizer({ ...onPath("first"), RESIZER: path });
      assert.unreachable(path);
    } catch (error) {
      assert.instance(error, UsageError);
      assert.match((error as Error).message, `RESIZER names no program that can be run: ${why}`);
      assert.match((error as Error).message, "or unset it");
    }
  }
});

test("a resizer on the PATH that can't be started is another program", () => {
  const broken = program("broken", "resizer");
  writeFileSync(broken, "#!/no/such/interpreter\n");
  const found = findRealResizer(onPath("broken"), noInstalled);
  assert.is(found.kind, "missing");
  const path = program("first", "resizer");
  assert.equal(findRealResizer(onPath("broken", "first"), noInstalled), { kind: "found", path });
});

test("on the PATH, partitionresizer comes before resizer", () => {
  program("two", "resizer");
  const path = program("three", "partitionresizer");
  assert.equal(findRealResizer(onPath("two", "three")), { kind: "found", path });
});

test("another program of that name is passed over, and named where there is none", () => {
  const other = program("other", "resizer", "echo 'Usage: resizer IMAGE --preserve-numbers'");
  const path = program("later", "resizer");
  assert.equal(findRealResizer(onPath("other", "later")), { kind: "found", path });
  assert.equal(findRealResizer(onPath("other"), noInstalled), {
    kind: "missing",
    why:
      "RESIZER is not set, and there is no partitionresizer or resizer on the PATH; " +
      `${other} is another program, as its --help shows`,
  });
});

test("what setup has installed comes last", () => {
  const installed = program("cache", "resizer");
  const path = program("first", "resizer");
  assert.equal(findRealResizer(onPath("first"), installed), { kind: "found", path });
  assert.equal(findRealResizer(onPath("none"), installed), { kind: "found", path: installed });
  assert.is(findRealResizer(onPath("none"), noInstalled).kind, "missing");
});

test.run();
