/**
 * For plain-disk.test.ts: a shim with a plain mount beside it, in a sandbox, which does what it
 * is told by messages. Started by sample-plain.ts.
 */
import { readFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../model/errors.js";
import { startLauncher } from "../../target/launcher.js";
import { killGroup } from "../../target/processes.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { runTool } from "../../target/tool.js";
import { field, openMemory, pageBytes } from "../memory.js";
import { PlainDisk } from "./plain-disk.js";
import { sampleDiskBytes, type PlainOrder } from "./plain.samples.js";
import { writerCommand } from "../writer.samples.js";
import { Shim } from "../shim.js";

const launcher = startLauncher();
const [mountPoint, plainMountPoint] = [join(sandboxFolder, "mnt"), join(sandboxFolder, "plain")];
const outputPath = join(sandboxFolder, "output");
mkdirSync(mountPoint);
mkdirSync(plainMountPoint);
const shim = await Shim.mount(mountPoint, sampleDiskBytes, runTool);
shim.disk.adoptAsBase();
const plain = await PlainDisk.mount(plainMountPoint, shim.buffers, runTool, launcher.runTool);

async function perform(order: PlainOrder): Promise<unknown> {
  switch (order.kind) {
    case "write":
      for (const { at, data } of order.pieces) {
        shim.disk.write(at, Buffer.from(data), 0, data.length);
      }
      return;
    case "state":
      if (order.size !== undefined) shim.disk.truncate(order.size);
      if (order.go !== undefined) shim.disk[order.go]();
      return;
    case "fill": {
      const { control, pages } = openMemory(shim.buffers);
      control[field.freeCount] = 0;
      control[field.nextPage] = pages.length / pageBytes - 5;
      return;
    }
    case "content":
      return shim.disk.source().read(0, shim.disk.sizeBytes);
    case "cached":
      return await cached(order.asPlain);
    case "extents":
      return await extents(order);
    case "run":
      return await run(order);
  }
}

/** What a program sees that reads the file through a mount. */
async function cached(asPlain: boolean): Promise<Buffer> {
  shim.begin({});
  if (asPlain) await plain.prepare();
  rmSync(outputPath, { force: true });
  const path = asPlain ? plain.diskPath : shim.diskPath;
  const { exitCode } = await launcher.runTool(["cp", "--", path, outputPath]);
  if (exitCode !== 0) throw new Error("cp failed");
  return readFileSync(outputPath);
}

/** SEEK_DATA is 3, SEEK_HOLE 4. */
const seekAll = `
my ($mode, $path) = @ARGV;
open my $file, $mode, $path or die "open: $!";
for (my $at = 0; defined($at = sysseek $file, $at, 3);) {
  my $end = sysseek $file, $at, 4;
  print 0 + $at, "-", 0 + $end, " ";
  $at = $end;
}
print $!{ENXIO} ? "end" : $!;`;

async function extents({ asPlain, mode }: Extract<PlainOrder, { kind: "extents" }>) {
  shim.begin({});
  if (asPlain) await plain.prepare();
  const path = asPlain ? plain.diskPath : shim.diskPath;
  const { stdout, stderr } = await launcher.runTool(["perl", "-e", seekAll, mode, path]);
  if (asPlain) await plain.settle();
  return stdout + stderr;
}

async function run(order: Extract<PlainOrder, { kind: "run" }>): Promise<string> {
  shim.begin({});
  if (order.asPlain) await plain.prepare();
  const path = order.asPlain ? plain.diskPath : shim.diskPath;
  rmSync(outputPath, { force: true });
  const { pid, exited } = await launcher.launch({
    command: writerCommand(path, order.steps),
    cwd: sandboxFolder,
    env: {},
    stdoutPath: outputPath,
    stderrPath: outputPath,
  });
  shim.setProcessGroup(pid);
  if (order.killAfterHang) {
    while (!readFileSync(outputPath, "utf8").includes("hangs")) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    shim.cutNow();
  }
  const { exitCode, signal } = await exited;
  killGroup(pid);
  if (order.asPlain) await plain.settle();
  const { failure } = shim.status();
  return [exitCode ?? signal, failure, readFileSync(outputPath, "utf8")].join(" ").trim();
}

process.on("message", (message) => {
  perform(message as PlainOrder).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ broke: messageOf(error) }),
  );
});
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.send?.({ result: "ready" });
