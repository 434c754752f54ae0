import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatCut, parseCut } from "../model/cut-text.js";
import { decodeDevice, listDevices, loadDevice, loadDevices } from "./devices.js";
import { refused } from "./refused.samples.js";

const keys = { about: "a small one", atomicBytes: 512, ordered: true, trashOnTear: false };

const whyNot = (more: object) => refused(() => decodeDevice("x", { ...keys, ...more }));

test("all device profiles load, under names that an id can hold", () => {
  const devices = loadDevices();
  assert.equal(
    devices.map(({ name }) => name),
    listDevices(),
  );
  assert.ok(devices.some(({ ordered }) => !ordered) && devices.some(({ ordered }) => ordered));
  for (const { name } of devices) {
    const fate = { kind: "lost", pieces: [] } as const;
    const loss = { kind: "power", writes: 1, ended: false, device: name, fate, trash: [] } as const;
    assert.equal(parseCut(formatCut(loss)), loss);
  }
});

test("devices load by name, in the order in which they are named", () => {
  const names = ["volatile", "ordered-512"];
  assert.equal(
    loadDevices(names).map(({ name }) => name),
    names,
  );
  assert.is(loadDevice("ordered-4096").atomicBytes, 4096);
});

test("an unknown name lists the names", () => {
  for (const name of ["nothing", "../targets/reference", ""]) {
    const message = refused(() => loadDevice(name));
    assert.is(message, `unknown device "${name}"; there are: ${listDevices().join(", ")}`);
  }
  assert.match(
    refused(() => loadDevices(["volatile", "nothing"])),
    `unknown device "nothing"`,
  );
});

test("a field that is missing, unknown or wrong is named, with the file", () => {
  assert.match(whyNot({ ordered: undefined }), "device x (scenarios/devices/x.json)");
  assert.match(whyNot({ ordered: undefined }), "ordered");
  assert.match(whyNot({ trashOnTear: "no" }), "trashOnTear");
  assert.match(whyNot({ about: "" }), "about");
  assert.match(whyNot({ atomic: 1 }), "atomic");
});

test("a block is a power of two from 512 to 65536 bytes", () => {
  for (const atomicBytes of [0, 256, 513, 1536, 131_072, 512.5, "512"]) {
    assert.match(whyNot({ atomicBytes }), "atomicBytes");
  }
  assert.match(whyNot({ atomicBytes: 1536 }), "power of two");
  for (const atomicBytes of [512, 4096, 65_536]) {
    assert.is(decodeDevice("x", { ...keys, atomicBytes }).atomicBytes, atomicBytes);
  }
});

test.run();
