import type { DiskFacts, PartitionFacts } from "../facts/facts.js";

/** A partition before a run and after it; one of them is undefined where it is new or gone. */
export type Matched =
  | { readonly before: PartitionFacts; readonly after: PartitionFacts | undefined }
  | { readonly before: undefined; readonly after: PartitionFacts };

/** What makes two entries the same partition, the surest first. */
const likenesses: readonly ((one: PartitionFacts, other: PartitionFacts) => boolean)[] = [
  (one, other) => one.entry.guid !== "" && one.entry.guid === other.entry.guid,
  (one, other) => one.tableName !== "" && one.tableName === other.tableName,
  (one, other) => one.startBytes === other.startBytes,
  (one, other) => one.entry.number === other.entry.number,
];

/** Finds each partition of a disk again on the same disk after a run. */
export function matchPartitions(base: DiskFacts, now: DiskFacts): Matched[] {
  const found = new Map<PartitionFacts, PartitionFacts>();
  for (const alike of likenesses) {
    const taken = new Set(found.values());
    for (const before of base.partitions.filter((each) => !found.has(each))) {
      const [after, ...more] = now.partitions.filter(
        (each) => !taken.has(each) && alike(before, each),
      );
      if (after === undefined || more.length > 0) continue;
      found.set(before, after);
      taken.add(after);
    }
  }
  const kept = new Set(found.values());
  return [
    ...base.partitions.map((before) => ({ before, after: found.get(before) })),
    ...now.partitions
      .filter((each) => !kept.has(each))
      .map((after) => ({ before: undefined, after })),
  ];
}
