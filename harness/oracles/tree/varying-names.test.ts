import { suite } from "uvu";
import * as assert from "uvu/assert";
import { differences, file, folder } from "./entries.samples.js";
import { varyingNames, withSteadyNames } from "./varying-names.js";

const test = suite("names that vary");

function steady(one: Parameters<typeof differences>[1], other: typeof one, third = other) {
  const patterns = varyingNames(differences({}, one), differences({}, other));
  return [...withSteadyNames(differences({}, third), patterns).keys()];
}

test("names that are the same in both runs stay as they are", () => {
  const same = { a: file("1"), "b/c": file("2") };
  assert.equal(varyingNames(differences({}, same), differences({}, same)), []);
  assert.equal(steady(same, same), ["a", "b/c"]);
});

test("a temporary name is known again by what stands around its letters", () => {
  const names = steady(
    { "tmp-4711.log": file("x") },
    { "tmp-21.log": file("x") },
    { "tmp-99991.log": file("x"), "tmp-abc.log": file("y"), other: file("z") },
  );
  assert.equal(names.sort(), ["other", "tmp-*.log", "tmp-abc.log"]);
});

test("what is in a folder whose name varies is told apart", () => {
  const names = steady(
    { "x-aB3d": folder(), "x-aB3d/in": file("1"), "x-aB3d/s-11": file("2") },
    { "x-Zz9q": folder(), "x-Zz9q/in": file("1"), "x-Zz9q/s-72": file("2") },
  );
  assert.equal(names, ["x-*", "x-*/in", "x-*/s-*"]);
});

test("several of one pattern are numbered by what is in them", () => {
  const one = { "o-1a": file("first"), "o-2b": file("second") };
  const other = { "o-9f": file("first"), "o-0c": file("second") };
  const patterns = varyingNames(differences({}, one), differences({}, other));
  const digests = [one, other].map((each) =>
    [...withSteadyNames(differences({}, each), patterns)].map(([path, { now }]) => [
      path,
      now?.sha256,
    ]),
  );
  assert.equal(digests[0], digests[1]);
  assert.equal(
    digests[0]?.map(([path]) => path),
    ["o-*", "o-*#2"],
  );
});

test("a name of before is never one that varies", () => {
  const base = { "log-1": file("a") };
  const one = differences(base, { "log-1": file("b"), "log-2": file("c") });
  const other = differences(base, { "log-1": file("b"), "log-3": file("c") });
  const patterns = varyingNames(one, other);
  assert.equal([...withSteadyNames(one, patterns).keys()].sort(), ["log-*", "log-1"]);
});

test.run();
