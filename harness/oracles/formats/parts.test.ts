import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { mdMember } from "../../layout/md-superblock.samples.js";
import { encodeUbootEnv } from "../../layout/uboot-env.samples.js";
import { testsUnless } from "../../model/tests-unless.samples.js";
import { sha256 } from "../../model/sha256.js";
import { isInstalled } from "../../target/installed.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { digests, inFolder, run, whyNot } from "./formats.samples.js";

// Formats that our own readers read: U-Boot's environment, md members, squashfs inside of firmware.

test("a U-Boot environment is its variables, wherever the copy stands", async () => {
  await inFolder(async (folder) => {
    const expected = { bootcmd: sha256("run it"), ver: sha256("2") };
    const newer = { bootcmd: "run it", ver: "2" };
    const [old, now] = [
      encodeUbootEnv({ bootcmd: "old" }, 4096, 1),
      encodeUbootEnv(newer, 4096, 2),
    ];
    for (const bytes of [
      encodeUbootEnv(newer, 8192),
      Buffer.concat([old, now]),
      Buffer.concat([now, old]),
      Buffer.concat([now, Buffer.alloc(4096)]),
    ]) {
      writeFileSync(join(folder, "env"), bytes);
      assert.equal(await digests(join(folder, "env")), expected);
    }
  });
});

const withFwSetenv = testsUnless(
  isInstalled("fw_setenv") ? undefined : "fw_setenv is not installed",
  "the tools of U-Boot",
);

for (const copies of [1, 2]) {
  withFwSetenv(`fw_setenv writes ${copies} of them, and only its variable differs`, async () => {
    await inFolder(async (folder) => {
      const [env, config] = [join(folder, "env"), join(folder, "config")];
      const variables = { bootcmd: "run it", other: "x=y" };
      const sizeBytes = 8192 / copies;
      const flags = copies === 2 ? 1 : undefined;
      const copy = encodeUbootEnv(variables, sizeBytes, flags);
      writeFileSync(env, Buffer.concat(Array.from({ length: copies }, () => copy)));
      const places = [0, sizeBytes].slice(0, copies);
      writeFileSync(
        config,
        places.map((at) => `env 0x${at.toString(16)} 0x${sizeBytes.toString(16)}\n`).join(""),
      );
      // A path in its configuration can't have a space.
      const command = ["fw_setenv", "-c", config, "bootcmd", "run that"] as const;
      const made = await runTool(command, { cwd: folder });
      assert.is(made.exitCode, 0, reasonOf(made));
      const expected = { bootcmd: sha256("run that"), other: sha256("x=y") };
      assert.equal(await digests(env), expected);
    });
  });
}

test("an md member is its data; a superblock that is damaged is not believed", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "member");
    const data = Buffer.from("the array's data");
    for (const version of ["0.90", "1.0", "1.1", "1.2"] as const) {
      const bytes = mdMember(version, 2 ** 20, data);
      writeFileSync(path, bytes);
      const { "data of this member": before } = await digests(path);
      bytes.writeUInt8(1, bytes.indexOf(data) + 5000);
      writeFileSync(path, bytes);
      const { "data of this member": after } = await digests(path);
      assert.is.not(before, after, version);
      const place = bytes.indexOf(Buffer.from("fc4e2ba9", "hex"));
      bytes.writeUInt8(0xee, place + 24);
      writeFileSync(path, bytes);
      assert.is(await whyNot(path), "the checksum of its superblock is wrong", version);
    }
  });
});

test("squashfs behind a kernel: its files, and all bytes besides", async () => {
  await inFolder(async (folder) => {
    const [source, image] = [join(folder, "source"), join(folder, "image")];
    mkdirSync(source);
    writeFileSync(join(source, "one"), "1");
    writeFileSync(image, Buffer.alloc(65_536, "kernel"));
    await run("mksquashfs", source, image, "-offset", "65536", "-noappend", "-quiet");
    truncateSync(image, 2 ** 20);
    const before = await digests(image);
    const outside = "bytes outside of squashfs";
    const names = (...paths: string[]) => paths.map((path) => `squashfs at 65536: ${path}`);
    assert.equal(Object.keys(before), [outside, ...names("/", "/one")]);
    writeFileSync(join(source, "two"), "2");
    await run("mksquashfs", join(source, "two"), image, "-offset", "65536", "-quiet");
    truncateSync(image, 2 ** 20);
    const after = await digests(image);
    assert.equal(Object.keys(after), [outside, ...names("/", "/one", "/two")]);
    const [one = ""] = names("/one");
    assert.is(after[one], before[one]);
    assert.is(after[outside], before[outside]);
    truncateSync(image, 2 ** 21);
    assert.is((await digests(image))[outside], before[outside], "only zeros are behind it");
    truncateSync(image, 2 ** 20);
    const bytes = readFileSync(image);
    bytes.write("K", 100);
    writeFileSync(image, bytes);
    const last = await digests(image);
    assert.is.not(last[outside], after[outside]);
    assert.equal({ ...last, [outside]: after[outside] }, after);
  });
});

test.run();
