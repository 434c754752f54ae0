import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { OtherFormat } from "../../layout/other-formats.js";
import type { RunTool, ToolResult } from "../../target/tool.js";
import { inFolder, read, whyNot } from "./formats.samples.js";

const withTools = ["qcow2", "ntfs", "btrfs", "f2fs", "sqlite"] as const satisfies OtherFormat[];
const ours = ["md", "uboot env", "squashfs inside"] as const satisfies OtherFormat[];

test("what nothing reads is said with the reason", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "any");
    writeFileSync(path, "");
    const onlyMounted = "no tool reads its files without a mount: only its checker is asked";
    for (const [format, why] of [
      ["luks", "encrypted: only its header is checked"],
      ["lvm", "its volumes are not read: only its header and metadata are checked"],
      ["xfs", onlyMounted],
      ["exfat", onlyMounted],
    ] as const) {
      assert.equal(await read(path, { format }), { kind: "not read", why });
    }
  });
});

test("a tool that is missing is named, with its package", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "any");
    writeFileSync(path, "");
    const why = await whyNot(path, { format: "ntfs", installed: (tool) => tool !== "ntfscat" });
    assert.is(why, "no ntfscat here (Debian's package: ntfs-3g)");
  });
});

test("garbage in any format is not read, and nothing is thrown", async () => {
  await inFolder(async (folder) => {
    for (const [name, bytes] of [
      ["empty", Buffer.alloc(0)],
      ["zeros", Buffer.alloc(2 ** 20)],
      ["ones", Buffer.alloc(2 ** 20, 0xff)],
    ] as const) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      for (const format of [...withTools, ...ours]) {
        // An empty file is an empty database.
        if (format === "sqlite" && name === "empty") continue;
        const why = await whyNot(path, { format });
        assert.not.match(why, /^read:/, `${format} of ${name}`);
        assert.not.match(why, folder);
        assert.ok(why.length > 10, why);
      }
    }
  });
});

test("a tool that fails, is killed or takes too long is the reason", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "image");
    writeFileSync(path, "");
    truncateSync(path, 2 ** 20);
    const said = { exitCode: 1, signal: null, stdout: "", stderr: "oh no", timedOut: false };
    const answering = (answer: Partial<ToolResult>): RunTool => {
      return () => Promise.resolve({ ...said, ...answer });
    };
    const because = (format: OtherFormat, answer: Partial<ToolResult>) =>
      whyNot(path, { format, runTool: answering(answer), timeoutMs: 7000 });
    assert.is(await because("btrfs", {}), "btrfs: exit 1: oh no");
    assert.is(await because("btrfs", { timedOut: true }), "btrfs took more than 7000 ms");
    const dead = { exitCode: null, signal: "SIGSEGV" };
    assert.is(await because("ntfs", dead), "ntfsls: exit SIGSEGV: oh no");
    const throwing: RunTool = () => Promise.reject(new Error(`no fork for ${path}`));
    assert.is(await whyNot(path, { format: "f2fs", runTool: throwing }), "no fork for DISK");
  });
});

test.run();
