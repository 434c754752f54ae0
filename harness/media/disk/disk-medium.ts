import type { Scenario } from "../../catalogue/scenario.js";
import type { Device } from "../../model/power.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { RunTool } from "../../target/tool.js";
import type { GoldenWatch, Medium, MediumGolden, OpenMedium } from "../medium.js";
import { DiskBench } from "./disk-bench.js";
import { DiskCrashes } from "./disk-crashes.js";
import { DiskEnds } from "./golden/disk-ends.js";
import { diskGolden } from "./golden/disk-golden.js";
import { DiskJudge } from "./disk-judge.js";
import { DiskLogs } from "./disk-logs.js";
import { DiskRun } from "./disk-run.js";
import { Examiner } from "./examiner.js";
import { DiskGoldenWatch } from "./golden/golden-watch.js";

/** One disk image: any table of partitions, any file systems, or none. */
export class DiskMedium implements Medium {
  readonly bench: DiskBench;
  readonly examiner: Examiner;
  readonly logs: DiskLogs;
  readonly ends: DiskEnds;

  private constructor(bench: DiskBench, examiner: Examiner) {
    this.bench = bench;
    this.examiner = examiner;
    this.logs = new DiskLogs(bench.disk, examiner);
    this.ends = new DiskEnds(bench, (scenario) => this.watchGolden(scenario));
  }

  /** Opens an image inside of a sandbox. `launchTool` starts tools from a small process. */
  static async open(imagePath: string, launchTool: RunTool): Promise<DiskMedium> {
    const bench = await DiskBench.open(imagePath, launchTool);
    return new DiskMedium(bench, new Examiner(bench, launchTool));
  }

  watchGolden(scenario: Scenario): Promise<GoldenWatch> {
    return DiskGoldenWatch.start(this.bench, this.examiner, scenario);
  }

  openBy(golden: MediumGolden, recorded: RecordedRun, devices: readonly Device[]): OpenMedium {
    const seen = diskGolden(golden);
    this.bench.expectPages(seen.golden.runs[0].changedPages);
    this.examiner.limitTo(seen.limitMs);
    return {
      crashes: new DiskCrashes(this.bench, DiskRun.from(recorded), seen.layouts, devices),
      judge: new DiskJudge(this.bench, this.examiner, seen),
    };
  }
}
