import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { leftAnew } from "./left-anew.js";

const anew = (left: string[], golden: string[][], before: string[] = []) =>
  leftAnew({ left, before }, golden);

const mktemp = [["/var/tmp/update.aBcDeF"], ["/var/tmp/update.QrStUv"]];

test("a name that each run makes anew is asked for its number alone", () => {
  assert.equal(anew(["/var/tmp/update.xYzXyZ"], mktemp), []);
  const two = ["/var/tmp/update.xYzXyZ", "/var/tmp/update.kLmKlM"];
  assert.equal(anew(two, mktemp), two);
  assert.equal(anew(two, mktemp, [two[0] ?? ""]), []);
});

test("such a name may be that of a folder with files below it", () => {
  const cached = ["aa/x", "aa/y", "log"].map((path) => `HOME/.cache/${path}`);
  const again = ["bb/x", "log"].map((path) => `HOME/.cache/${path}`);
  const left = ["cc/x", "cc/z/deep", "log"].map((path) => `HOME/.cache/${path}`);
  assert.equal(anew(left, [cached, again]), []);
  assert.equal(anew([...left, "HOME/.cache/dd"], [cached, again]).length, 3);
});

test("elsewhere a name that no uninterrupted run leaves is told", () => {
  const lock = ["/run/lock/x", "HOME/.lock", "/var/lock"];
  assert.equal(anew([...lock, "/var/tmp/update.xYzXyZ"], mktemp), lock);
  assert.equal(anew(lock, [[], []]), lock);
  // Only one of them leaves something there: nothing says that its name is another each time.
  assert.equal(anew(["HOME/b"], [["HOME/a", "HOME/c"], ["HOME/c"]]), ["HOME/b"]);
  assert.equal(anew(["HOME/a"], [["HOME/a", "HOME/c"], ["HOME/c"]]), []);
});

const path = fc
  .array(fc.constantFrom("a", "b", "c", "x1", "x22", "y"), { minLength: 1, maxLength: 3 })
  .map((parts) => `HOME/${parts.join("/")}`);
const paths = fc.uniqueArray(path, { maxLength: 6 });

test("what uninterrupted runs leave is never told, and nothing that was not left", () => {
  fc.assert(
    fc.property(paths, paths, paths, paths, (one, other, left, before) => {
      assert.equal(anew(one, [one, other], before), []);
      assert.equal(anew(other, [one, other], before), []);
      assert.ok(anew(left, [one, other], before).every((each) => left.includes(each)));
      assert.equal(
        anew(left, [one, one], before),
        left.filter((each) => anew([each], [one]).length > 0),
      );
    }),
  );
});

test("of names that are new each time, as many as golden left are fine, and no more", () => {
  const count = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(count, count, fc.integer({ min: 1, max: 8 }), (one, other, now) => {
      const named = (run: string, size: number) =>
        Array.from({ length: size }, (_, index) => `HOME/t/${run}${"i".repeat(index)}`);
      const left = named("c", now);
      const golden = [named("a", one), named("b", other)];
      assert.equal(anew(left, golden), now > Math.max(one, other) ? left : []);
    }),
  );
});

test.run();
