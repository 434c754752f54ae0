import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "./errors.js";
import {
  formatExpectation,
  joinExpectations,
  means,
  nameToSay,
  parseExpectation,
} from "./expectation.js";

test("what is said is read, with any white space, and told in the same words", () => {
  const told = (text: string) => formatExpectation(parseExpectation(text));
  assert.equal(parseExpectation(" wipe "), { kind: "wipe" });
  assert.equal(parseExpectation("gone: P4"), { kind: "gone", names: ["P4"] });
  assert.equal(parseExpectation("changed:EFI System ,/EFI/BOOT/x"), {
    kind: "changed",
    names: ["EFI System", "/EFI/BOOT/x"],
  });
  assert.is(told("  wipe"), "wipe");
  assert.is(told("gone :4,/a: b"), "gone: 4, /a: b");
  for (const text of ["wipe", "gone: P4, /path/of/file", "changed: A"]) {
    assert.is(told(text), text);
  }
});

test("what can't be read says what was expected", () => {
  for (const text of ["", "gone", "gone:", "gone: A,,B", "wipe: A", "lost: A", "Wipe", "gone: ,"]) {
    let thrown: unknown;
    try {
      parseExpectation(text);
    } catch (error) {
      thrown = error;
    }
    assert.instance(thrown, UsageError, text);
    const { message } = thrown as Error;
    assert.match(message, 'expected "wipe", "gone: NAME, ..." or "changed: NAME, ..."');
    assert.ok(message.endsWith(`found "${text}"`), message);
  }
});

test("a partition is meant by its name, its name in the table, and its number", () => {
  const boot = { name: "Boot #4", tableName: "Boot", number: 4 };
  for (const name of ["Boot", "Boot #4", "4", "P4", "p4", "partition 4", "Partition 04"]) {
    assert.ok(means(name, boot), name);
  }
  for (const name of ["boot", "Boot #5", "5", "P45", "14", "/4", "/Boot", "sda4", ""]) {
    assert.not(means(name, boot), name);
  }
});

test("a name that is told to be said means its partition, and none of another number", () => {
  const names = fc.oneof(fc.string(), fc.constantFrom("P3", "4", "partition 9", "/", "a,b", " x"));
  fc.assert(
    fc.property(names, fc.integer({ min: 0, max: 128 }), (name, number) => {
      const said = nameToSay({ name, number });
      const parsed = parseExpectation(`gone: ${said}`);
      assert.equal(parsed, { kind: "gone", names: [said] });
      assert.ok(means(said, { name, tableName: name, number }));
      assert.not(means(said, { name: "other", tableName: "other", number: number + 1 }));
    }),
  );
});

test("several expectations are joined to the fewest that say the same", () => {
  assert.equal(joinExpectations([]), []);
  assert.equal(joinExpectations(["changed: B", "gone: A", "gone: /a, A"]), [
    "gone: A, /a",
    "changed: B",
  ]);
  assert.equal(joinExpectations(["gone: A", "wipe", "changed: B"]), ["wipe"]);
});

test("a partition with no name is not meant by one", () => {
  const bare = { name: "partition 2", tableName: "", number: 2 };
  assert.ok(means("partition 2", bare));
  assert.ok(means("2", bare));
  assert.not(means(" #2", bare));
  assert.not(means("", bare));
});

test.run();
