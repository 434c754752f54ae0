/** One sandbox in which a target is run on block devices. */
import { basename } from "node:path";
import { leavesUndecided, messageOf } from "../../model/errors.js";
import { attachLoop, sweepDeadLoops } from "../../target/loop-device.js";
import { coverDev } from "../../target/private-names.js";
import { runTool } from "../../target/tool.js";
import { BlockChecks } from "./block-checks.js";
import type { BlockReply, BlockRequest } from "./block-run.js";
import { makeGolden } from "../golden/golden-run.js";
import { diskGolden } from "../../media/disk/golden/disk-golden.js";
import { openDiskLab, type DiskLab } from "./disk-lab.js";

function reply(message: BlockReply): void {
  process.send?.(message);
}

async function serve(request: BlockRequest): Promise<BlockReply> {
  const { scenario, target, imagePath, kinds, seed, killCount } = request;
  const at = await openDiskLab(scenario, target, imagePath);
  const swept = await sweepDeadLoops(basename(at.medium.bench.shim.diskPath), runTool);
  if (swept.length > 0) {
    reply({ kind: "notice", line: `detached what a dead run had left: ${swept.join(", ")}` });
  }
  await coverDev(runTool);
  const why = await whyNoLoop(at);
  if (why !== undefined) return { kind: "not run", why };
  const made = await makeGolden(at.lab, at.medium, scenario, target);
  if (made.kind === "undecided") return made;
  const seen = diskGolden(made.golden);
  const { label } = seen.golden.base;
  if (label !== "gpt")
    return { kind: "not run", why: `expected a disk with a GPT, found ${label}` };
  for (const kind of kinds) {
    const context = { at, scenario, target, made, seen, seed, killCount };
    await new BlockChecks(context, kind, (row) => reply({ kind: "row", row })).runAll();
  }
  return { kind: "done" };
}

/** Why no loop device can be had of the served file, as far as a trial shows it. */
async function whyNoLoop({ medium }: DiskLab): Promise<string | undefined> {
  const { shim } = medium.bench;
  shim.begin({});
  try {
    const loop = await attachLoop(shim.diskPath, 512);
    await loop.detach();
    return undefined;
  } catch (error) {
    return `a loop device can't be attached here: ${messageOf(error)}`;
  }
}

process.on("message", (message) => {
  void serve(message as BlockRequest)
    .catch((error: unknown): BlockReply => {
      const reason = messageOf(error);
      return { kind: leavesUndecided(error) ? "undecided" : "broke", reason };
    })
    .then(reply);
});
// The serving thread sits in a blocking read, so an ordinary exit would wait for it for ever.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
