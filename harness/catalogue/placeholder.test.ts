import { test } from "uvu";
import * as assert from "uvu/assert";
import { namesMedium, withMediumAt } from "./placeholder.js";

test("a medium's path takes the place of what stands for it, wherever that is", () => {
  assert.is(withMediumAt("cp {disk} {disk}.old", "/$&"), "cp /$& /$&.old");
  assert.is(withMediumAt("git -C {tree} gc", "/t"), "git -C /t gc");
});

test("a word of git is none", () => {
  assert.is(
    withMediumAt("git -C {tree} rev-parse HEAD^{tree}", "/t"),
    "git -C /t rev-parse HEAD^{tree}",
  );
  assert.not.ok(namesMedium("HEAD^{tree}", "tree"));
  assert.ok(namesMedium("{tree}", "tree"));
  assert.not.ok(namesMedium("{tree}", "disk"));
});

test.run();
