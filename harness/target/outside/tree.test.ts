import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pathIn } from "./names.js";
import { changesIn, leavesOf, treeDigest } from "./tree.js";

const test = suite("what folders hold", { folder: "", lower: "" });

test.before.each((context) => {
  const top = mkdtempSync(join(tmpdir(), "crashpoint-tree-"));
  context.folder = join(top, "upper");
  context.lower = join(top, "lower");
  mkdirSync(context.folder);
  mkdirSync(context.lower);
});
test.after.each(({ folder }) => {
  rmSync(join(folder, ".."), { recursive: true });
});

test("links to folders are leaves, wherever they lead", ({ folder }) => {
  mkdirSync(join(folder, "a/b"), { recursive: true });
  symlinkSync(".", join(folder, "round"));
  symlinkSync(".", join(folder, "round too"));
  symlinkSync("/", join(folder, "a/top"));
  assert.equal(leavesOf(folder), ["a/b", "a/top", "round", "round too"]);
  const before = treeDigest(folder);
  rmSync(join(folder, "a/top"));
  symlinkSync("/etc", join(folder, "a/top"));
  assert.is.not(treeDigest(folder), before);
});

test("a folder is no leaf for a name beside it that sorts in between", ({ folder }) => {
  mkdirSync(join(folder, "a"));
  for (const name of ["a/c", "a-b"]) writeFileSync(join(folder, name), "");
  assert.equal(leavesOf(folder), ["a/c", "a-b"]);
});

test("nothing is where no folder is; a link in its place is told", ({ folder }) => {
  assert.equal(leavesOf(join(folder, "gone")), []);
  symlinkSync("/", join(folder, "home"));
  assert.equal(leavesOf(join(folder, "home")), [""]);
});

/** Does something as an ordinary user. */
function asNobody<Result>(act: () => Result): Result {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid?.(65534);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

test("a folder that can't be listed is named and counts", ({ folder, lower }) => {
  chmodSync(join(folder, ".."), 0o755);
  for (const name of ["shut", "open"]) mkdirSync(join(folder, name));
  mkdirSync(join(lower, "shut"));
  writeFileSync(join(folder, "open/file"), "");
  const before = treeDigest(folder);
  writeFileSync(join(folder, "shut/file"), "");
  chmodSync(join(folder, "shut"), 0);
  try {
    assert.equal(
      asNobody(() => leavesOf(folder)),
      ["open/file", "shut"],
    );
    assert.equal(
      asNobody(() => leavesOf(join(folder, "shut"))),
      [""],
    );
    assert.ok(asNobody(() => changesIn(folder, lower)).includes(`${lower}/shut (changed)`));
    const shut = asNobody(() => treeDigest(folder));
    assert.is.not(shut, before);
    chmodSync(join(folder, "shut"), 0o700);
    writeFileSync(join(folder, "shut/other"), "");
    chmodSync(join(folder, "shut"), 0);
    assert.is.not(
      asNobody(() => treeDigest(folder)),
      shut,
    );
  } finally {
    chmodSync(join(folder, "shut"), 0o700);
  }
});

test("a folder in the place of a file is a change, and what is in it is new", (context) => {
  const { folder, lower } = context;
  writeFileSync(join(lower, "file"), "");
  mkdirSync(join(lower, "far"));
  writeFileSync(join(lower, "far/x"), "");
  symlinkSync("far", join(lower, "link"));
  for (const name of ["file", "link"]) {
    mkdirSync(join(folder, name, "deep"), { recursive: true });
    writeFileSync(join(folder, name, "x"), "");
  }
  const inEach = (name: string) => [" (changed)", "/deep", "/x"].map((end) => name + end);
  assert.equal(
    changesIn(folder, lower),
    [...inEach("file"), ...inEach("link")].map((path) => `${lower}/${path}`),
  );
});

test("names need not be UTF-8, and are told escaped", ({ folder, lower }) => {
  const odd = "caf\xe9";
  mkdirSync(pathIn(folder, odd));
  writeFileSync(pathIn(folder, `${odd}/a\nb`), "1");
  writeFileSync(join(folder, "für"), "");
  assert.equal(leavesOf(folder), ["caf\\xe9/a\\x0ab", "für"]);
  assert.equal(changesIn(folder, lower).at(-1), `${lower}/für`);
  const before = treeDigest(folder);
  writeFileSync(pathIn(folder, `${odd}/a\nb`), "2");
  assert.is.not(treeDigest(folder), before);
});

test("large files are looked at as all others, and a hole is the same as zeros", (context) => {
  const { folder, lower } = context;
  for (const each of [folder, lower]) {
    writeFileSync(join(each, "zeros"), each === folder ? Buffer.alloc(70_000) : "");
    truncateSync(join(each, "zeros"), 70_000);
  }
  assert.equal(changesIn(folder, lower), []);
  assert.is(treeDigest(folder), treeDigest(lower));
  for (const each of [folder, lower]) {
    writeFileSync(join(each, "large"), "start");
    truncateSync(join(each, "large"), 2 ** 31 + 5);
  }
  assert.equal(changesIn(folder, lower), []);
  truncateSync(join(folder, "large"), 2 ** 31 + 6);
  assert.equal(changesIn(folder, lower), [`${lower}/large (changed)`]);
  assert.is.not(treeDigest(folder), treeDigest(lower));
});

test.run();
