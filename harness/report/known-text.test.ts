import { test } from "uvu";
import * as assert from "uvu/assert";
import { knownWords } from "./known-text.js";

test("a known violation is told by its class, its place, its step and why", () => {
  const entry = { class: "lost", place: "P3", why: "it is copied in place" };
  const words = knownWords({ ...entry, step: "copy" });
  assert.is(words, "lost, P3, in copy: it is copied in place");
  assert.is(knownWords(entry), "lost, P3, without a crash: it is copied in place");
});

test.run();
