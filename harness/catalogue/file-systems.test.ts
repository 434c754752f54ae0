import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatCut, parseCut } from "../model/cut-text.js";
import { listDevices } from "./devices.js";
import {
  decodeFileSystem,
  listFileSystems,
  loadFileSystem,
  loadFileSystems,
} from "./file-systems.js";
import {
  profilesFor,
  requireKnownProfiles,
  requireProfiles,
  weakestFor,
} from "./power-profiles.js";
import { refused } from "./refused.samples.js";

test("all profiles load, under names that an id can hold and no device has", () => {
  const names = ["btrfs", "ext4-ordered", "ext4-writeback", "posix", "xfs"];
  assert.equal(
    loadFileSystems().map(({ name }) => name),
    names,
  );
  for (const name of names) {
    const fate = { kind: "lost", pieces: [] } as const;
    const loss = { kind: "power", writes: 1, ended: false, device: name, fate, trash: [] } as const;
    assert.equal(parseCut(formatCut(loss)), loss);
    assert.not(listDevices().includes(name));
  }
});

test("the weakest promises nothing, and every medium has its own", () => {
  const { fsyncTakes, metadataInOrder, replacingWaitsForData } = loadFileSystem(weakestFor("tree"));
  assert.equal([fsyncTakes, metadataInOrder, replacingWaitsForData], ["nothing", false, false]);
  assert.equal(profilesFor("tree"), listFileSystems());
  assert.match(
    refused(() => requireProfiles(["posix"], "disk")),
    'unknown device "posix"',
  );
  assert.match(
    refused(() => requireProfiles(["volatile"], "tree")),
    'unknown file system "volatile"',
  );
  assert.match(
    refused(() => requireKnownProfiles(["xfs", "zfs"])),
    'unknown device "zfs"',
  );
});

test("a field that is missing, unknown or wrong is named, with the file", () => {
  const { name: _name, ...keys } = loadFileSystem("xfs");
  const whyNot = (more: object) => refused(() => decodeFileSystem("x", { ...keys, ...more }));
  assert.match(whyNot({ fsyncTakes: "all" }), "file system x (scenarios/file-systems/x.json)");
  assert.match(whyNot({ sources: [] }), "sources");
  assert.match(whyNot({ atomicBytes: 1000 }), "power of two");
  assert.match(whyNot({ atomic: 1 }), "atomic");
});

test.run();
