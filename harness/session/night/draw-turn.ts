import { openStream } from "../../model/prng.js";
import type { NightRecord, NightSubject } from "../../store/night/night-record.js";

/** What one turn of a night does. */
export interface Turn {
  readonly number: number;
  readonly subject: NightSubject;
  readonly by: "explore" | "soak";
  /** Of the function that does it, the seed among them. */
  readonly options: NightRecord["turns"][number]["options"];
}

/** Disks drawn from so many numbers: each is built once and stays in the cache. */
const drawnDisks = 100;

/** Turn number so-and-so of a night, from 1: the same whatever was run before. */
export function drawTurn(night: NightRecord, number: number): Turn {
  const stream = openStream(night.seed, `turn ${number}`);
  const weights = night.turns.map(({ weight }) => weight);
  let place = stream.integer(
    1,
    weights.reduce((sum, each) => sum + each),
  );
  const kind = night.turns.find(({ weight }) => (place -= weight) <= 0);
  if (kind === undefined) throw new Error("weights that do not add up");
  const drawn = stream.pick(kind.subjects);
  const disk = String(stream.integer(1, drawnDisks));
  const seed = stream.bytes(4).toString("hex");
  const { devices } = kind.options;
  const device = Array.isArray(devices) ? stream.pick(devices) : undefined;
  return {
    number,
    subject: "small" in drawn ? drawn : { ...drawn, scenario: drawn.scenario.replace("*", disk) },
    by: kind.by,
    options: {
      ...kind.options,
      ...(device !== undefined && { devices: [device] }),
      seed,
      budget: { cases: kind.cases },
    },
  };
}

/** The canary before a turn, undefined where none is due. */
export function drawCanary({ seed, canary }: NightRecord, number: number): string | undefined {
  if ((number - 1) % canary.everyTurns !== 0) return undefined;
  return openStream(seed, `canary before turn ${number}`).pick(canary.targets);
}

/** What a turn does, in words. */
export function turnWords({ subject, by, options }: Turn): string {
  const { models, devices, aim, depth } = options;
  const lists = [models, devices].flatMap((each) =>
    Array.isArray(each) ? [each.map(String).join(",")] : [],
  );
  const words = [
    ...(typeof aim === "string" ? [`by ${aim}`] : []),
    ...lists,
    ...(typeof depth === "number" ? [`depth ${depth}`] : []),
  ];
  const how = words.join(" ");
  const on =
    "small" in subject
      ? `small target ${subject.small}`
      : `${subject.scenario} on ${subject.target}`;
  return how === "" ? `${by} ${on}` : `${by} ${on} (${how})`;
}
