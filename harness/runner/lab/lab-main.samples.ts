/** For tests: a lab in a sandbox, which does what it is told by messages. See lab.samples.ts. */
import { readdirSync, readFileSync } from "node:fs";
import { DiskMedium } from "../../media/disk/disk-medium.js";
import { messageOf } from "../../model/errors.js";
import { sha256 } from "../../model/sha256.js";
import { startLauncher, type Launcher } from "../../target/launcher.js";
import { ProcessGroup } from "../../target/process-group.js";
import { listProcesses } from "../../target/processes.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { Lab } from "./lab.js";
import type { LabOrder, LabRun, LabState } from "./lab.samples.js";
import { openOutside } from "./open-outside.js";
import { lastWords } from "./traces.js";

let opened: { readonly lab: Lab; readonly medium: DiskMedium; readonly own: Launcher } | undefined;

async function perform(order: LabOrder): Promise<unknown> {
  if (order.kind === "open") {
    const { scenario, target, imagePath } = order;
    const outside = openOutside(scenario, target, imagePath);
    const launcher = startLauncher(outside.entry);
    const medium = await DiskMedium.open(imagePath, launcher.runTool);
    const victim = new ProcessGroup(launcher);
    const lab = new Lab(
      { bench: medium.bench, victim, launcher, runTool: launcher.runTool, outside },
      scenario,
      target,
    );
    opened = { lab, medium, own: launcher };
    return undefined;
  }
  if (opened === undefined) throw new Error("there is no lab yet");
  const { lab, medium, own } = opened;
  const { bench } = medium;
  switch (order.kind) {
    case "inspect":
      return lab.inspect(order.line);
    case "run":
      return run(lab, order);
    case "write":
      bench.disk.write(order.at, Buffer.from(order.text), 0, order.text.length);
      return undefined;
    case "promote":
    case "reset":
      lab.bench[order.kind]();
      return undefined;
    case "state":
      return stateOf(medium, own);
  }
}

async function run(lab: Lab, { part }: Extract<LabOrder, { kind: "run" }>): Promise<LabRun> {
  const record = await lab.run({ part, kind: "plain" });
  const exit = record.exits.at(-1);
  const succeeded = exit !== undefined && lab.succeeded(exit, part);
  return { succeeded, said: lastWords(record), outside: record.outside };
}

function stateOf({ bench }: DiskMedium, launcher: Launcher): LabState {
  const { disk } = bench;
  return {
    current: sha256(disk.source().read(0, disk.sizeBytes)),
    changeFromSnapshot: bench.changeFromSnapshot(),
    sizeBytes: disk.sizeBytes,
    processes: listProcesses()
      .filter(({ pid }) => ![1, process.pid, ...launcher.pids].includes(pid))
      .map(({ command }) => command),
    files: readdirSync(sandboxFolder).sort(),
    mounts: readFileSync("/proc/self/mounts", "utf8"),
  };
}

process.on("message", (message) => {
  perform(message as LabOrder).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ broke: messageOf(error) }),
  );
});
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
