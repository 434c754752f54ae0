import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { answersTo, namesOf, uniqueNames } from "./partition-names.js";

/** The unique names of partitions 1, 2, ... that a table calls so. */
const unique = (...names: string[]) =>
  uniqueNames(names.map((name, index) => ({ name, number: index + 1 })));

test("unique names stay, empty and shared ones get their number", () => {
  assert.equal(unique("EFI", "P2"), ["EFI", "P2"]);
  assert.equal(unique("", "A", ""), ["partition 1", "A", "partition 3"]);
  assert.equal(unique("A", "B", "A", "A"), ["A #1", "B", "A #3", "A #4"]);
  assert.equal(uniqueNames([{ name: "", number: 7 }]), ["partition 7"]);
});

test("names that look like made ones do not collide with them", () => {
  assert.equal(unique("partition 2", ""), ["partition 2 #1", "partition 2 #2"]);
  assert.equal(unique("A", "A", "A #1"), ["A #1 #1", "A #2", "A #1 #3"]);
});

test("whatever the names are, no two partitions get the same one", () => {
  const pieces = fc.constantFrom("", "A", " #1", " #2", "partition ", "1", "2");
  const name = fc.array(pieces, { maxLength: 4 }).map((each) => each.join(""));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      const made = unique(...names);
      assert.is(new Set(made).size, names.length);
      names.forEach((each, index) => {
        const isAlone = made.every((other, at) => at === index || other !== each);
        const isShared = names.filter((other) => other === each).length > 1;
        if (made[index] === each) assert.ok(isAlone && !isShared && each !== "");
      });
    }),
  );
});

test("a partition is found by names from other states of the disk, never by an empty one", () => {
  const alone = { entry: { name: "A", number: 2 }, tableName: "A" };
  const shared = { entry: { name: "A #2", number: 2 }, tableName: "A" };
  const unnamed = { entry: { name: "partition 2", number: 2 }, tableName: "" };
  for (const each of [alone, shared]) {
    assert.ok(answersTo(each, "A"));
    assert.ok(answersTo(each, "A #2"));
    assert.not(answersTo(each, "A #1"));
    assert.not(answersTo(each, "partition 2"));
  }
  assert.ok(namesOf(unnamed).every((name) => name === "partition 2"));
});

test.run();
