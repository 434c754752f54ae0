import { Epochs } from "../../crash/epoch.js";
import { ImageMaker } from "../../crash/image-maker.js";
import { lostPieces } from "../../crash/landing.js";
import { tornSectors } from "../../crash/torn-sectors.js";
import { planPoints, type PointPlan } from "../../explore/points.js";
import { flushTrials, type FlushTrial } from "../../explore/power/flush-trials.js";
import type { CacheContext } from "../../explore/shrink/lost-pieces.js";
import { diskRegions, nameWrite } from "../../layout/disk-regions.js";
import type { ByteRange } from "../../model/byte-range.js";
import { formatCut } from "../../model/cut-text.js";
import type { Place } from "../../model/place.js";
import type { Device, PowerLoss } from "../../model/power.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { ChangeEvent, TraceEvent, WritePoint } from "../../model/trace.js";
import type { WatchedCall } from "../../target/sites/watched-calls.js";
import type { Chart, CrashModels, WantedPoints } from "../crash-models.js";
import { callsOfSame, callsOfWrites } from "./calls-of-writes.js";
import type { DiskBench } from "./disk-bench.js";
import { DiskChart } from "./disk-chart.js";
import { DiskRun, isWrite } from "./disk-run.js";
import { diskTerritory, placedWrites, type Layouts } from "./disk-territory.js";
import { slowedRegions } from "./slowed-regions.js";

/** Kills, torn writes and power losses of a disk. */
export class DiskCrashes implements CrashModels {
  readonly #bench: DiskBench;
  readonly #recorded: DiskRun;
  readonly #layouts: Layouts;
  readonly #devices: readonly Device[];
  readonly #epochs: Epochs;

  constructor(bench: DiskBench, recorded: DiskRun, layouts: Layouts, devices: readonly Device[]) {
    this.#bench = bench;
    this.#recorded = recorded;
    this.#layouts = layouts;
    this.#devices = devices;
    this.#epochs = new Epochs(recorded.trace);
  }

  placeOf(change: ChangeEvent): Place {
    if (!isWrite(change)) throw new Error(`change ${change.number} is none of a disk`);
    const { before, after } = this.#layouts;
    const { name, kind } = nameWrite(before, after, change);
    return { name, kind };
  }

  chart(): Chart {
    return new DiskChart(this.#layouts, this.#bench.disk.source().sizeBytes);
  }

  plan(wanted: WantedPoints): PointPlan {
    return this.#plan(this.#recorded, this.#layouts, this.#epochs, wanted);
  }

  planResume(run: RecordedRun, wanted: WantedPoints): PointPlan {
    const before = diskRegions(this.#bench.disk.source());
    const resume = DiskRun.from(run);
    return this.#plan(resume, { ...this.#layouts, before }, new Epochs(resume.trace), wanted);
  }

  #plan(
    run: DiskRun,
    layouts: Layouts,
    epochs: Epochs,
    { filter, models, devices, seed, interrupts, sites }: WantedPoints,
  ): PointPlan {
    const wanted = this.#devices.filter(({ name }) => devices.includes(name));
    const territory = diskTerritory(run, layouts, epochs, wanted, {
      seed,
      ...(sites && { sites }),
    });
    return planPoints(territory, filter, models, seed, interrupts?.signals);
  }

  callsOf(watchedRun: RecordedRun, calls: readonly WatchedCall[]): readonly (number | undefined)[] {
    const { writes } = DiskRun.from(watchedRun);
    return callsOfSame(this.#recorded.writes, writes, callsOfWrites(writes, calls));
  }

  maker(run: RecordedRun): ImageMaker {
    return new ImageMaker(this.#bench.disk, DiskRun.from(run), this.#devices);
  }

  tornAt(trace: readonly TraceEvent[], point: WritePoint): readonly ByteRange[] {
    const changes = trace.filter((event) => event.kind === "write");
    return tornSectors(changes.filter(isWrite), point);
  }

  flushTrials(seed: string): readonly FlushTrial[] {
    return flushTrials(this.#epochs, placedWrites(this.#recorded, this.#layouts), seed);
  }

  shrinkContext(seed: string): CacheContext {
    const deviceOf = ({ device }: PowerLoss) => this.#devices.find(({ name }) => name === device);
    return {
      devices: [...this.#devices].sort((a, b) => rankOf(a) - rankOf(b)),
      cachedAt: memo((loss) =>
        this.#epochs.cachedWrites(loss, deviceOf(loss) ?? { ordered: false }),
      ),
      lostPieces: memo((loss) => {
        const device = deviceOf(loss);
        return device === undefined ? [] : lostPieces(this.#epochs, loss, device, seed);
      }),
    };
  }

  slowed(word: string): { readonly ranges: readonly ByteRange[]; readonly changeCount: number } {
    return slowedRegions(this.#recorded, this.#layouts, word);
  }
}

/** A device that keeps its order is simpler, then one that leaves no trash, then small blocks. */
function rankOf({ ordered, trashOnTear, atomicBytes }: Device): number {
  return (ordered ? 0 : 2 ** 20) + (trashOnTear ? 2 ** 19 : 0) + atomicBytes;
}

function memo<T>(compute: (loss: PowerLoss) => T): (loss: PowerLoss) => T {
  const known = new Map<string, T>();
  return (loss) => {
    const key = formatCut(loss);
    const found = known.get(key) ?? compute(loss);
    known.set(key, found);
    return found;
  };
}
