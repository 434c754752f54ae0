import { test } from "uvu";
import * as assert from "uvu/assert";
import { sha256 } from "../../model/sha256.js";
import { bufferSource } from "../byte-source.js";
import { readFat } from "./fat.js";

/** Volumes that no mkfs makes: 512-byte sectors, one FAT16-style table, 16 root entries. */
function forge({ clusterCount = 5000, fatSectors = 257, sectorsPerCluster = 1 }) {
  const rootStart = (1 + fatSectors) * 512;
  const dataStart = rootStart + 512;
  const image = Buffer.alloc(dataStart + clusterCount * sectorsPerCluster * 512);
  Buffer.from([0xeb, 0x3c, 0x90]).copy(image);
  image.writeUInt16LE(512, 11);
  image.writeUInt8(sectorsPerCluster, 13);
  image.writeUInt16LE(1, 14);
  image.writeUInt8(1, 16);
  image.writeUInt16LE(16, 17);
  image.writeUInt8(0xf8, 21);
  image.writeUInt16LE(fatSectors, 22);
  image.writeUInt32LE(image.length / 512, 32);
  image.writeUInt16LE(0xaa55, 510);
  const clusterAt = (cluster: number) => dataStart + (cluster - 2) * sectorsPerCluster * 512;
  return {
    image,
    clusterAt,
    rootStart,
    chain(...clusters: number[]) {
      for (const [index, cluster] of clusters.entries()) {
        image.writeUInt16LE(clusters[index + 1] ?? 0xffff, 512 + cluster * 2);
      }
    },
    entry(at: number, name: string, options: { first: number; sizeBytes?: number }) {
      const isDirectory = options.sizeBytes === undefined;
      image.write(name.padEnd(11), at, "latin1");
      image.writeUInt8(isDirectory ? 0x10 : 0x20, at + 11);
      image.writeUInt16LE(options.first, at + 26);
      image.writeUInt32LE(options.sizeBytes ?? 0, at + 28);
    },
    open: () => readFat(bufferSource(image)),
  };
}

/** What can't be read, and why. */
function damageOf(volume: ReturnType<typeof forge>): string[] {
  assert.ok(volume.open()?.regions());
  return (volume.open()?.manifest() ?? []).flatMap(({ path, unread }) =>
    unread === undefined ? [] : [`${path}: ${unread}`],
  );
}

test("the number of clusters decides between FAT12, FAT16 and neither", () => {
  const typeOf = (clusterCount: number) => forge({ clusterCount }).open()?.type;
  assert.equal([4084, 4085, 65524, 65525].map(typeOf), ["fat12", "fat16", "fat16", undefined]);
});

test("a FAT without room for all clusters leaves the rest unused", () => {
  const regions = forge({ clusterCount: 5000, fatSectors: 16 }).open()?.regions() ?? [];
  const shown = regions.map(({ name, startBytes, endBytes }) => {
    return `${name} ${(endBytes - startBytes) / 512}`;
  });
  const system = ["boot sector 1", "FAT 1 16", "root directory 1"];
  assert.equal(shown, [...system, "free 4094", "unused 906"]);
});

test("reads a file in the order of its chain, up to the volume's last cluster", () => {
  const volume = forge({});
  const clusters = [9, 10, 5001, 11, 3, 4];
  volume.chain(...clusters);
  for (const cluster of clusters) {
    const at = volume.clusterAt(cluster);
    volume.image.fill(cluster % 251, at, at + 512);
  }
  volume.entry(volume.rootStart, "PIECES", { first: 9, sizeBytes: 5 * 512 + 100 });
  const content = clusters.map((cluster) => Buffer.alloc(512, cluster % 251));
  const [, file] = volume.open()?.manifest() ?? [];
  assert.is(file?.sha256, sha256(Buffer.concat(content).subarray(0, 5 * 512 + 100)));
});

test("a chain may be longer than its file, but not shorter", () => {
  const volume = forge({});
  volume.chain(2, 3);
  volume.entry(volume.rootStart, "FILE", { first: 2, sizeBytes: 1024 });
  assert.is(volume.open()?.manifest().length, 2);
  volume.entry(volume.rootStart, "FILE", { first: 2, sizeBytes: 0 });
  assert.is(volume.open()?.manifest()[1]?.sha256, sha256(""));
  volume.entry(volume.rootStart, "FILE", { first: 2, sizeBytes: 1025 });
  assert.equal(damageOf(volume), ["/FILE: 1025 bytes, but its chain holds 1024"]);
  volume.entry(volume.rootStart, "FILE", { first: 0, sizeBytes: 1 });
  const first = "/FILE: it begins in cluster 0, expected one from 2 to 5001";
  assert.equal(damageOf(volume), [first]);
});

test("a chain that leaves the volume, loops or crosses another is told by its file alone", () => {
  const cases = [
    [5002, "the FAT entry of cluster 3 is invalid, expected the next cluster"],
    [2, "cluster 2 is in a chain already"],
    [4, "cluster 4 is in a chain already"],
  ] as const;
  for (const [next, problem] of cases) {
    const volume = forge({});
    volume.chain(4);
    volume.chain(2, 3);
    volume.image.writeUInt16LE(next, 512 + 3 * 2);
    volume.entry(volume.rootStart, "ONE", { first: 4, sizeBytes: 1 });
    volume.entry(volume.rootStart + 32, "TWO", { first: 2, sizeBytes: 1025 });
    assert.equal(damageOf(volume), [`/TWO: ${problem}`]);
    assert.is(volume.open()?.manifest()[1]?.sha256, sha256("\0"));
    // What is behind the end of a file is never read.
    volume.entry(volume.rootStart + 32, "TWO", { first: 2, sizeBytes: 1024 });
    assert.equal(damageOf(volume), []);
  }
});

test("the tail of a chain takes no cluster from the file that needs it", () => {
  const volume = forge({});
  volume.chain(2, 3, 4);
  volume.entry(volume.rootStart, "ONE", { first: 2, sizeBytes: 1 });
  volume.entry(volume.rootStart + 32, "TWO", { first: 3, sizeBytes: 1024 });
  assert.equal(damageOf(volume), []);
});

test("a directory inside itself is read once", () => {
  const volume = forge({});
  volume.chain(2);
  volume.chain(3);
  volume.entry(volume.rootStart, "OUTER", { first: 2 });
  volume.entry(volume.clusterAt(2), "INNER", { first: 2 });
  volume.entry(volume.clusterAt(2) + 32, "FILE", { first: 3, sizeBytes: 1 });
  assert.equal(damageOf(volume), ["/OUTER/INNER: cluster 2 is in a chain already"]);
  const paths = volume
    .open()
    ?.manifest()
    .map(({ path }) => path);
  assert.equal(paths, ["/", "/OUTER", "/OUTER/FILE", "/OUTER/INNER"]);
});

test("what is nearer to the root is read before what a broken directory claims", () => {
  const volume = forge({});
  for (const cluster of [2, 3, 4]) volume.chain(cluster);
  volume.entry(volume.rootStart, "BROKEN", { first: 2 });
  volume.entry(volume.rootStart + 32, "WHOLE", { first: 3 });
  volume.entry(volume.clusterAt(2), "INNER", { first: 3 });
  volume.entry(volume.clusterAt(3), "FILE", { first: 4, sizeBytes: 1 });
  assert.equal(damageOf(volume), ["/BROKEN/INNER: cluster 3 is in a chain already"]);
});

test("directories above 2 MiB and paths above 4096 units are not read to their end", () => {
  const huge = forge({ sectorsPerCluster: 128 });
  const clusters = Array.from({ length: 33 }, (_, index) => index + 2);
  huge.entry(huge.rootStart, "HUGE", { first: 2 });
  huge.chain(...clusters.slice(0, 32));
  assert.is(huge.open()?.manifest().length, 2);
  huge.chain(...clusters);
  assert.equal(damageOf(huge), ["/HUGE: its chain goes on, expected at most 32 clusters"]);

  const deep = forge({});
  deep.entry(deep.rootStart, "DEEPDEEPTXT", { first: 2 });
  for (let cluster = 2; cluster < 400; cluster += 1) {
    deep.chain(cluster);
    deep.entry(deep.clusterAt(cluster), "DEEPDEEPTXT", { first: cluster + 1 });
  }
  const [tooDeep, ...more] = damageOf(deep);
  assert.match(tooDeep ?? "", /: the path is longer than 4096$/);
  assert.equal(more, []);
});

test.run();
