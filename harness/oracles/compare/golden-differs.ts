import { sameContent, type Holds } from "../at-crash.js";
import type { DiskFacts, PartitionFacts } from "../facts/facts.js";
import { isComplaint } from "../fsck/fsck.js";
import { goldenPageBytes, goldensAgree, type Golden, type GoldenRun } from "../golden.js";
import { identityLost } from "./identity.js";
import { contentType, type PartitionContent } from "../facts/partition-content.js";
import { answersTo } from "../facts/partition-names.js";

/**
 * In what the two uninterrupted runs differ though nothing may: the table but for its GUIDs and
 * places, what the scenario wants kept, and whether the checkers are content. Where they do, there
 * is nothing to judge a resumed run by. Random GUIDs, times and other files may differ.
 */
export function goldenDiffers(golden: Golden, holds: Holds): string[] {
  const [first, second] = golden.runs;
  return [
    ...tableDiffers(first.facts, second.facts),
    ...contentDiffers(first.facts, second.facts, holds),
    ...identityDiffers(golden, holds.identity ?? []),
    ...bystandersDiffer(golden, holds.bystanders),
    ...checkersDiffer(first, second),
  ];
}

function tableDiffers(first: DiskFacts, second: DiskFacts): string[] {
  const messages: string[] = [];
  const compare = (what: string, one: string, other: string) => {
    if (one !== other) messages.push(`${what}: first ${one}, then ${other}`);
  };
  compare("disk label", first.label, second.label);
  compare("disk size", String(first.sizeBytes), String(second.sizeBytes));
  compare("state of the GPT", first.census.state, second.census.state);
  compare("partitions", partitionsOf(first), partitionsOf(second));
  return messages;
}

function partitionsOf({ partitions }: DiskFacts): string {
  const words = partitions.map(
    ({ entry: { number, type }, tableName, sizeBytes, ...content }) =>
      `${number} ${JSON.stringify(tableName)} ` +
      `(${sizeBytes} bytes, type ${type}, ${kindOf(content)})`,
  );
  return words.join(" and ") || "none";
}

function kindOf(content: PartitionContent): string {
  const kind = contentType(content) ?? "no file system";
  return content.fileSystem?.problem === undefined ? kind : `unreadable ${kind}`;
}

function contentDiffers(first: DiskFacts, second: DiskFacts, holds: Holds): string[] {
  const { keeps, always, oneOf, bystanders } = holds;
  const messages: string[] = [];
  for (const name of new Set([...keeps, ...always, ...oneOf.flat(), ...bystanders])) {
    const [one, other] = [named(first, name), named(second, name)];
    if ((one === undefined) !== (other === undefined)) {
      messages.push(`${name}: in one of them nothing has this name`);
    } else if (one !== undefined && other !== undefined && !sameContent(one, other)) {
      messages.push(`${name}: its files`);
    }
  }
  return messages;
}

/** What both of them lose is no difference: it is wrong without a crash. */
function identityDiffers({ base, runs }: Golden, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const [one, other] = runs.map(({ facts }) =>
      identityLost(base, facts, new Set([name])).map(
        ({ place, message }) => `${place}: ${message}`,
      ),
    );
    const messages = [...(one ?? []), ...(other ?? [])];
    return one?.length === other?.length ? [] : messages;
  });
}

/** Byte for byte, at the places that they had before; only whole pages are looked at. */
function bystandersDiffer(golden: Golden, names: readonly string[]): string[] {
  const [first, second] = golden.runs;
  const pages = [...new Set([...first.changedPages.keys(), ...second.changedPages.keys()])].filter(
    (page) => !goldensAgree(golden, page),
  );
  return golden.base.partitions
    .filter((each) => names.some((name) => answersTo(each, name)))
    .flatMap(({ entry, startBytes, sizeBytes }) => {
      const last = startBytes + sizeBytes - goldenPageBytes;
      const page = pages.find((each) => {
        const at = each * goldenPageBytes;
        return at >= startBytes && at <= last;
      });
      return page === undefined ? [] : [`${entry.name}: its bytes, in page ${page}`];
    });
}

/** What is complained about both times is no difference: it is wrong without a crash. */
function checkersDiffer(first: GoldenRun, second: GoldenRun): string[] {
  const onlyIn = (which: string, { fsck }: GoldenRun, other: GoldenRun) =>
    fsck
      .filter(isComplaint)
      .filter(({ partition }) => {
        const same = other.fsck.find((each) => each.partition === partition);
        return same !== undefined && !isComplaint(same);
      })
      .map(({ partition, complaint }) => `${partition}: fsck of the ${which} run: ${complaint}`);
  return [...onlyIn("first", first, second), ...onlyIn("second", second, first)];
}

function named(facts: DiskFacts, name: string): PartitionFacts | undefined {
  return facts.partitions.find((each) => answersTo(each, name));
}
