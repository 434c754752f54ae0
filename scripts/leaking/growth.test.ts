import { test } from "uvu";
import * as assert from "uvu/assert";
import type { HostCounts } from "../../harness/target/host-counts.js";
import { growthIn } from "./growth.js";

const quiet: HostCounts = {
  ...{ processes: 1, mounts: 20, loops: 0, tempFolders: 3, descriptors: 22, rssMiB: 100 },
};

function samples(change: (index: number) => Partial<HostCounts>) {
  return Array.from({ length: 9 }, (_, index) => ({
    cases: index,
    counts: { ...quiet, ...change(index) },
  }));
}

test("what stays as it is, goes down, or up and down, is no growth", () => {
  assert.equal(growthIn(samples(() => ({}))), []);
  assert.equal(growthIn(samples((index) => ({ tempFolders: 9 - index }))), []);
  assert.equal(growthIn(samples((index) => ({ rssMiB: 100 + 80 * (index % 2) }))), []);
  assert.equal(growthIn([]), []);
});

test("more of anything at the end is growth, and is named", () => {
  for (const name of ["processes", "mounts", "loops", "tempFolders", "descriptors"] as const) {
    const grown = samples((index) => ({ [name]: quiet[name] + (index === 8 ? 1 : 0) }));
    assert.equal(growthIn(grown), [`${name}: ${quiet[name]} became ${quiet[name] + 1}`]);
  }
  const memory = growthIn(samples((index) => ({ rssMiB: 100 + 20 * index })));
  assert.equal(memory, ["memory: 120 MiB became 240 MiB"]);
});

test.run();
