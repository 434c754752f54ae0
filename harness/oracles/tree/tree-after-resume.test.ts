import { suite } from "uvu";
import * as assert from "uvu/assert";
import { differences, file, folder, link } from "./entries.samples.js";
import { checkTreeAfterResume, checkTreeDurable } from "./tree-after-resume.js";
import { treeExpected } from "./tree-expected.js";

const test = suite("a tree after the last resume");

type State = Parameters<typeof differences>[0];

const kept = file("keep me");
const base: State = { kept, data: file("old content"), gone: file("to be removed") };
const done: State = { kept, data: file("new content"), made: file("made") };

const well = { exitedZero: true, how: "ended well" };
const badly = { exitedZero: false, how: "exited with 1, saying: no" };

function judged(now: State, told = well, [one, other]: readonly [State, State] = [done, done]) {
  const expected = treeExpected(differences(base, one), differences(base, other));
  const by = { expected, isViewed: false };
  const tree = { now: differences(base, now), told, isZeros: () => false };
  const { findings, heldClass } = checkTreeAfterResume(by, tree);
  if (findings.length === 0) return heldClass;
  return findings.map(({ class: name, place }) => `${name}: ${place}`);
}

test("as an uninterrupted run leaves it is recovered, unless it says that it has failed", () => {
  assert.is(judged(done), "recovered");
  assert.equal(judged(done, badly), ["stuck: exit code"]);
});

test("as before is refused where it says so; else nothing is done that was said to be", () => {
  assert.is(judged(base, badly), "refused");
  assert.equal(judged(base), ["diverged: data", "left behind: gone", "diverged: made"]);
});

test("content that is nowhere is lost; where it is under another name, it is not", () => {
  const { data: _, ...without } = done;
  assert.equal(judged(without), ["silently lost: data"]);
  assert.equal(judged(without, badly), ["lost: data", "stuck: exit code"]);
  const aside = { ...without, "data.tmp": file("new content") };
  assert.equal(judged(aside), ["diverged: data", "left behind: data.tmp"]);
});

test("shorter than before and after is lost, other content is not what it should be", () => {
  assert.equal(judged({ ...done, data: file("") }), ["silently lost: data"]);
  assert.equal(judged({ ...done, data: file("some other content") }), ["diverged: data"]);
});

test("what runs leave alone must be as before", () => {
  assert.equal(judged({ ...done, kept: file("keep we") }), ["silently lost: kept"]);
  const touched = { ...kept, mode: 0o600 };
  assert.equal(judged({ ...done, kept: touched }), ["bystander touched: kept"]);
});

test("what an uninterrupted run does not leave is left behind", () => {
  assert.equal(judged({ ...done, lock: file("1") }), ["left behind: lock"]);
  assert.equal(judged({ ...done, "a\nb": file("1") }), ["left behind: a\\x0ab"]);
});

test("many of one folder are one finding, and so is a folder with all that is in it", () => {
  const many = Object.fromEntries([1, 2, 3, 4, 5].map((each) => [`d/${each}`, file("x")]));
  const withMany = { ...done, d: folder(), ...many };
  assert.equal(judged(done, well, [withMany, withMany]), ["diverged: d"]);
  assert.equal(judged(withMany), ["left behind: d"]);
});

test("content that differs from run to run may be anything but nothing", () => {
  const runs = [done, { ...done, data: file("newer stuff") }] as const;
  assert.is(judged({ ...done, data: file("whatever") }, well, runs), "recovered");
  assert.equal(judged({ ...done, data: file("") }, well, runs), ["silently lost: data"]);
});

test("a link that leads elsewhere is found", () => {
  const [one, other] = [link("a"), link("b")];
  const withLink = { ...done, l: one };
  assert.equal(judged({ ...done, l: other }, well, [withLink, withLink]), ["diverged: l"]);
});

test("what was promised must be there with no resume", () => {
  const by = {
    expected: treeExpected(differences(base, done), differences(base, done)),
    isViewed: false,
  };
  const now = differences(base, base);
  const [first] = checkTreeDurable(by, { now, isZeros: () => false }, "it had said so");
  assert.is(first?.checker, "durable");
  assert.match(
    first?.message ?? "",
    /^it had said so: as before, and an uninterrupted run changes/,
  );
});

test.run();
