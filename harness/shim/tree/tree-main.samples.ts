/**
 * For the tests of trees: a TreeShim in a sandbox, which does what it is told by messages. Started
 * by tree.samples.ts.
 */
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../model/errors.js";
import { startLauncher } from "../../target/launcher.js";
import { killGroup } from "../../target/processes.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { runTool } from "../../target/tool.js";
import { TreeShim } from "./tree-shim.js";
import type { SavedTree, TraceHandle } from "./tree-face.js";
import type { TreeSampleOrder, TreeRunResult } from "./held/tree.samples.js";

const launcher = startLauncher();
const mountPoint = join(sandboxFolder, "mnt");
mkdirSync(mountPoint);
const shim = await TreeShim.mount(mountPoint, runTool);
const saved: SavedTree[] = [];
let trace: TraceHandle | undefined;

async function perform(order: TreeSampleOrder): Promise<unknown> {
  switch (order.kind) {
    case "load":
      return shim.load(order.folder);
    case "go": {
      shim[order.go]();
      return;
    }
    case "save":
      return saved.push(shim.save()) - 1;
    case "restore":
      return saved[order.which]?.restore();
    case "run":
      return await run(order);
    case "outside":
      return await outside(order);
    case "use trace":
      trace = shim.useTrace(Buffer.from(shim.traceBytes()));
      return;
    case "make":
      if (trace !== undefined) shim.make(trace, order.orders);
      return;
    case "reload": {
      shim.loadState(shim.stateBytes());
      return;
    }
    case "ask":
      return shim[order.what]();
  }
}

/** Runs a script in the tree as a target. */
async function run({ script, plan, asDriver }: Extract<TreeSampleOrder, { kind: "run" }>) {
  shim.begin(plan ?? {});
  const { pid, exited } = await launcher.launch({
    command: ["bash", "-c", script],
    cwd: asDriver === true ? sandboxFolder : shim.treePath,
    env: { ...environment(), TREE: shim.treePath, PLAIN: sandboxFolder },
    stdoutPath: shim.stdoutPath,
    stderrPath: shim.stderrPath,
  });
  shim.setProcessGroup(pid);
  const { exitCode, signal } = await exited;
  killGroup(pid);
  const events = shim.trace();
  const said = events.flatMap((event) => (event.kind === "output" ? [event.text] : []));
  const result: TreeRunResult = {
    ended: String(exitCode ?? signal),
    said: said.join(""),
    status: shim.status(),
    events,
  };
  return result;
}

/** Runs a script in a folder of tmpfs, with what it has elsewhere. */
async function outside({ script }: Extract<TreeSampleOrder, { kind: "outside" }>) {
  const folder = mkdtempSync(join(sandboxFolder, "plain-"));
  const [stdoutPath, stderrPath] = [join(sandboxFolder, "said"), join(sandboxFolder, "said")];
  const { exited } = await launcher.launch({
    command: ["bash", "-c", `: > ${stdoutPath}; ${script}`],
    cwd: folder,
    env: { ...environment(), TREE: folder, PLAIN: sandboxFolder },
    stdoutPath,
    stderrPath,
  });
  const { exitCode, signal } = await exited;
  return { ended: String(exitCode ?? signal), said: readFileSync(stdoutPath, "utf8") };
}

function environment() {
  return { PATH: process.env["PATH"] ?? "", LC_ALL: "C.UTF-8", HOME: sandboxFolder };
}

process.on("message", (message) => {
  perform(message as TreeSampleOrder).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ broke: messageOf(error) }),
  );
});
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.send?.({ result: "ready" });
