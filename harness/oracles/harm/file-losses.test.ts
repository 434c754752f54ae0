import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ManifestEntry } from "../../layout/file-system.js";
import type { FileSystemFacts } from "../facts/facts.js";
import { ext4, file } from "../facts/facts.samples.js";
import { fileLosses, lossWords, some } from "./file-losses.js";

function system(...manifest: readonly ManifestEntry[]): FileSystemFacts {
  const { fileSystem } = ext4(manifest);
  if (fileSystem === undefined) throw new Error("no file system");
  return fileSystem;
}

const named = (path: string, sha256: string) => file(path, { sha256 });

/** What is lost, in words; "" where it is whole. */
function lost(
  before: readonly FileSystemFacts[],
  after: readonly FileSystemFacts[],
  found: FileSystemFacts,
): string {
  const losses = fileLosses(before, after, found);
  return losses === undefined ? "" : lossWords(losses);
}

const plain = system(file("/a"), file("/b"));

test("files as before, and as after, are whole", () => {
  const after = system(file("/a", { sha256: "bb" }), file("/b"));
  assert.is(lost([plain], [after, after], plain), "");
  assert.is(lost([plain], [after, after], after), "");
});

test("a file that all sides have must be there", () => {
  assert.is(lost([plain], [plain], system(file("/a"))), "1 of 3 files gone (/b)");
  assert.is(lost([], [plain], system()), "2 of 3 files gone (/a, /b)");
});

test("one that some side is without may be missing", () => {
  assert.is(lost([plain], [system(file("/a"))], system(file("/a"))), "");
  assert.is(lost([system()], [plain], system(file("/b"))), "");
});

test("a file that gets another name must be there under one of the two", () => {
  const file = (path: string) => named(path, "11");
  const [before, after] = [system(file("/old")), system(file("/new"))];
  for (const found of [before, after, system(file("/old"), file("/new")), system(file("/x"))]) {
    assert.is(lost([before], [after], found), "");
  }
  assert.is(lost([before], [after], system()), "1 of 2 files gone (/old)");
  assert.is(lost([before], [after, system()], system()), "", "where the runs differ");
});

test("nor may one of two that change places be lost", () => {
  const of = (one: string, other: string) => system(named("/a", one), named("/b", other));
  assert.is(lost([of("11", "22")], [of("22", "11")], of("22", "11")), "");
  const one = lost([of("11", "22")], [of("22", "11")], of("22", "22"));
  assert.is(one, "1 of 3 files gone (/a)");
});

test("a file that a repair finds again has lost its name", () => {
  const [before, after] = [system(named("/old", "11")), system(named("/new", "11"))];
  const found = system(named("/lost+found/#12", "11"));
  assert.is(lost([before], [after], found), "1 of 2 files gone (/old)");
});

test("one more name for the same file takes nothing away", () => {
  const twice = system(file("/a", { hardLinkId: 7 }), file("/b"), file("/c", { hardLinkId: 7 }));
  assert.is(lost([plain], [plain], twice), "");
});

test("empty files are all alike: nothing is lost where one of them gets another name", () => {
  const empty = (path: string) => system(file(path, { sizeBytes: 0 }));
  assert.is(lost([empty("/old")], [empty("/new")], system()), "");
});

test("a file that can't be read is told so, where every side could read it", () => {
  const unread = (path: string): ManifestEntry => ({
    path,
    type: "file",
    sizeBytes: 5,
    unread: "cluster 4 is in a chain already",
  });
  const found = system(unread("/a"), file("/b"));
  assert.is(lost([plain], [plain], found), "1 of 3 files that can't be read (/a)");
  assert.is(lost([plain], [found], found), "", "as uninterrupted runs leave it");
  const before = system(unread("/a"), file("/b"));
  assert.is(lost([before], [before], found), "", "as before");
  assert.is(lost([before], [before], plain), "", "what no side can read was not there to be lost");
  assert.is(lost([before], [before], system(file("/b"))), "1 of 3 files gone (/a)");
});

test("a DOS archive bit means nothing, other attributes do", () => {
  const having = (attributes: number) => system(file("/a", { attributes }), file("/b"));
  assert.is(lost([having(0x21)], [having(0x21)], having(0x01)), "");
  const altered = "1 of 3 files altered (/a (attributes))";
  assert.is(lost([having(0x21)], [having(0x21)], having(0x20)), altered);
});

test("what no side has ever had is no loss", () => {
  assert.is(lost([plain], [plain], system(file("/a"), file("/b"), file("/new"))), "");
});

test("content that is of no side is a loss; so are mode, owner, links and the like", () => {
  const other = (more: Partial<ManifestEntry>) => system(file("/a", more), file("/b"));
  for (const more of [{ sha256: "cc" }, { sizeBytes: 6 }, { type: "fifo" as const }]) {
    assert.is(lost([plain], [plain], other(more)), "1 of 3 files with other content (/a)");
  }
  for (const [field, value] of [
    ["mode", 0o600],
    ["uid", 7],
    ["gid", 7],
    ["attributes", 1],
    ["xattrs", { "user.note": "00" }],
  ] as const) {
    const words = `1 of 3 files altered (/a (${field}))`;
    assert.is(lost([plain], [plain], other({ [field]: value })), words);
  }
  assert.is(lost([plain], [plain], other({ modifiedSeconds: 7 })), "");
});

test("a hard link that is one no more is altered", () => {
  const linked = system(file("/a", { hardLinkId: 7 }), file("/b", { hardLinkId: 7 }));
  const renumbered = system(file("/a", { hardLinkId: 9 }), file("/b", { hardLinkId: 9 }));
  assert.is(lost([linked], [linked], renumbered), "");
  const words = "2 of 3 files altered (/a (linkedTo), /b (linkedTo))";
  assert.is(lost([linked], [linked], plain), words);
});

test("in what uninterrupted runs differ from each other, nothing is asked", () => {
  const log = (sha256: string, mode = 0o644) => system(file("/log", { sha256, mode }));
  assert.is(lost([log("11")], [log("22"), log("33")], log("44")), "");
  const altered = "1 of 2 files altered (/log (mode))";
  assert.is(lost([log("11")], [log("22"), log("33")], log("44", 0o600)), altered);
});

test("a folder's size says nothing", () => {
  const folder = (sizeBytes: number) => system({ path: "/d", type: "directory", sizeBytes });
  assert.is(lost([folder(4096)], [folder(4096)], folder(8192)), "");
});

test("a few names say enough", () => {
  const names = ["/a", "/b", "/c", "/d"];
  assert.is(some(names.slice(0, 3)), "/a, /b, /c");
  assert.is(some(names), "/a, /b, /c, ...");
  const many = system(...names.map((name) => file(name)));
  assert.is(lost([many], [many], system()), "4 of 5 files gone (/a, /b, /c, ...)");
});

const paths = ["/a", "/b", "/c", "/d"] as const;
/** The state of a path on a side: absent, or one of some contents and modes. */
const state = fc.option(
  fc.record({ sha256: fc.constantFrom("11", "22", "33"), mode: fc.constantFrom(0o644, 0o600) }),
);
const side = fc.tuple(state, state, state, state);
const choice = fc.tuple(...paths.map(() => fc.nat(2)));

type State = { readonly sha256: string; readonly mode: number } | null;

function systemOf(states: readonly State[]): FileSystemFacts {
  return system(
    ...states.flatMap((each, index) => (each === null ? [] : [file(paths[index] ?? "", each)])),
  );
}

const three = fc.tuple(side, side, side, choice);

/** For each path its state on one of the sides. */
function mixOf(sides: readonly (readonly State[])[], chosen: readonly number[]): State[] {
  return chosen.map((which, index) => sides[which]?.[index] ?? null);
}

/** The contents in some states. */
const contents = (states: readonly State[]) =>
  new Set(states.flatMap((each) => each?.sha256 ?? []));

test("a mix of the sides, path by path, is no loss but of a content that all of them have", () => {
  fc.assert(
    fc.property(three, ([before, one, other, chosen]) => {
      const mix = mixOf([before, one, other], chosen);
      const found = lost([systemOf(before)], [systemOf(one), systemOf(other)], systemOf(mix));
      const inAll = [...contents(before)].filter((each) =>
        [one, other].every((side) => contents(side).has(each)),
      );
      const isWhole = inAll.every((each) => contents(mix).has(each));
      assert.is(found === "", isWhole);
      assert.not.match(found, /content|altered/);
    }),
  );
});

test("a file that all sides have, taken out of such a mix, is always gone", () => {
  fc.assert(
    fc.property(
      three,
      fc.nat(paths.length - 1),
      state,
      ([before, one, other, chosen], at, kept) => {
        fc.pre(kept !== null);
        const sides = [before, one, other].map((each) =>
          each.map((own, index) => (index === at ? (own ?? kept) : own)),
        );
        const mix = mixOf(sides, chosen).map((own, index) => (index === at ? null : own));
        const [first, ...rest] = sides.map(systemOf);
        const losses = fileLosses(first === undefined ? [] : [first], rest, systemOf(mix));
        assert.ok(losses?.gone.includes(paths[at] ?? ""));
      },
    ),
  );
});

test("content that no side has, in such a mix, is one unless the runs differ there", () => {
  fc.assert(
    fc.property(three, fc.nat(paths.length - 1), ([before, one, other, chosen], at) => {
      const own = { sha256: "99", mode: 0o644 };
      const mix = mixOf([before, one, other], chosen).map((each, index) =>
        index === at ? own : each,
      );
      const [base, ...goldens] = [before, one, other].map(systemOf);
      const losses = fileLosses(base === undefined ? [] : [base], goldens, systemOf(mix));
      const after = [one[at], other[at]].flatMap((each) => each?.sha256 ?? []);
      const isKnown = [before[at], one[at], other[at]].some((each) => each !== null);
      const isAsked = isKnown && new Set(after).size < 2;
      assert.is(losses?.changed.includes(paths[at] ?? "") ?? false, isAsked);
    }),
  );
});

test.run();
