import { openStream, type Stream } from "../../model/prng.js";

/** One command or two for the same work. */
export const variedKinds = ["resize", "combined"] as const;

/** The name of the scenario that is drawn from a seed. */
export function variedName(kind: (typeof variedKinds)[number], seed: number): string {
  return `varied/${kind}-${seed}`;
}

/**
 * The keys of the scenario `varied/KIND-SEED`, undefined for any other name: a disk with the same
 * five partitions as the other scenarios have, and all else of it drawn from the seed. P3 shrinks,
 * and the others grow into the room: in two commands (`resize`) or in one (`combined`), on the
 * same disk.
 */
export function variedKeys(name: string): Record<string, unknown> | undefined {
  const match = /^varied\/(resize|combined)-(\d{1,9})$/.exec(name);
  if (match === null) return undefined;
  const [, kind, seed = ""] = match;
  const disk = drawDisk(openStream(seed, "varied disk"), `varied ${seed}`);
  const wish = openStream(seed, "varied wish");
  const options = Number(seed) % 2 === 0 ? ["--preserve-numbers"] : [];
  const growth = disk.grows.map(({ name, toMiB }) => `label:${name}:${toMiB}M`);
  const inOne = wish.pick([true, false]);
  const grows = (inOne ? [growth.join(",")] : growth).flatMap((each) => ["--grow-partition", each]);
  const shrink = ["--grow-partition", `label:P3:${disk.shrunkMiB}M`];
  return {
    about: `${disk.about}${options.length > 0 ? ", numbers preserved" : ""}`,
    commands:
      kind === "resize"
        ? [
            [...options, ...shrink, "{disk}"],
            [...options, ...grows, "{disk}"],
          ]
        : [[...options, ...shrink, ...grows, "{disk}"]],
    timeoutSeconds: 60,
    holds: {
      always: ["EFI System"],
      oneOf: [["IMGA", "IMGB"]],
      bystanders: ["CONFIG"],
      keeps: ["EFI System", "IMGA", "IMGB", "P3"],
      identity: ["EFI System", "IMGA", "IMGB", "P3", "CONFIG"],
    },
    fixture: disk.fixture,
  };
}

/** Content of a partition, its size, and the size that it shall have. */
interface Drawn {
  readonly name: string;
  readonly typeGuid?: string;
  readonly sizeMiB: number;
  readonly toMiB: number;
  readonly content: Record<string, unknown>;
}

function drawDisk(stream: Stream, seed: string) {
  const sectorBytes = stream.pick([512, 512, 512, 4096]);
  const grows = [
    drawEfi(stream, sectorBytes),
    drawImage(stream, "IMGA"),
    drawImage(stream, "IMGB"),
  ];
  const config = drawConfig(stream);
  // New partitions begin at whole MiB where they can: each may lose one by that.
  const neededMiB = grows.reduce((sum, { toMiB }) => sum + toMiB + 1, 1);
  const persist = drawPersist(stream, sectorBytes, neededMiB);
  const numbers = stream.shuffle([1, 2, 3, 4, 5, 6, 9, 17, 64, 128]);
  const [firstMiB, gapMiB] = drawPlaces(stream, sectorBytes);
  let endMiB = firstMiB;
  const partitions = stream.shuffle([...grows, config, persist]).map((each, index) => {
    const { name, typeGuid, sizeMiB, content } = each;
    const startMiB = endMiB + (index === 0 ? 0 : gapMiB);
    endMiB = startMiB + sizeMiB;
    const attributes = [0, 1, 2, 48, 49, 56, 63].filter(() => stream.integer(0, 3) === 0);
    const number = numbers[index] ?? 0;
    return { number, name, ...(typeGuid && { typeGuid }), attributes, startMiB, sizeMiB, content };
  });
  const diskMiB = Math.ceil(endMiB) + stream.integer(1, 3);
  const shrunkMiB = persist.toMiB;
  const about =
    `drawn: ${sectorBytes}-byte sectors, first partition at sector ` +
    `${(firstMiB * 1024 * 1024) / sectorBytes}, gaps of ${(gapMiB * 1024 * 1024) / sectorBytes}`;
  return { fixture: { diskMiB, sectorBytes, seed, partitions }, grows, shrunkMiB, about };
}

/** FAT32 has at least 65,525 clusters, here of one sector each. */
function drawEfi(stream: Stream, sectorBytes: number): Drawn {
  const sizeMiB = (sectorBytes === 512 ? 34 : 258) + stream.integer(0, 4);
  return {
    name: "EFI System",
    typeGuid: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B",
    sizeMiB,
    toMiB: sizeMiB + stream.integer(1, 5),
    content: { kind: "fat32", volumeLabel: stream.pick(["EFI", "BOOT 1"]), ...drawFiles(stream) },
  };
}

function drawImage(stream: Stream, name: string): Drawn {
  const sizeMiB = stream.integer(3, 6);
  const content = { ...drawFiles(stream), fillMiB: stream.integer(1, sizeMiB - 1) };
  const toMiB = sizeMiB + stream.integer(1, 4);
  return { name, sizeMiB, toMiB, content: { kind: "squashfs", ...content } };
}

function drawConfig(stream: Stream): Drawn {
  const bytes = stream.pick(["random", "zero", "pattern"]);
  const sizeMiB = stream.integer(1, 2);
  return { name: "CONFIG", sizeMiB, toMiB: sizeMiB, content: { kind: "raw", bytes } };
}

/** Its files lie behind a front of any length: more or fewer of them must move when it shrinks. */
function drawPersist(stream: Stream, sectorBytes: number, neededMiB: number): Drawn {
  const files = { ...drawFiles(stream), fillMiB: stream.integer(1, 8) };
  const tablesMiB = 8 + Math.ceil(neededMiB / 25);
  const shrunkMiB = files.fillMiB + tablesMiB + stream.integer(6, 16);
  const sizeMiB = shrunkMiB + neededMiB;
  const content = {
    ...{ kind: "ext4", label: "P3", ...files },
    reserveFrontMiB: stream.integer(0, sizeMiB - files.fillMiB - tablesMiB),
    blockBytes: stream.pick([1024, 2048, 4096].filter((bytes) => bytes >= sectorBytes)),
  };
  return { name: "P3", sizeMiB, toMiB: shrunkMiB, content };
}

function drawFiles(stream: Stream) {
  return {
    fileCount: stream.integer(0, 60),
    largeFileCount: stream.integer(0, 3),
    fillMiB: stream.integer(1, 3),
  };
}

/** Where the first partition begins, and what lies between two: all in MiB, in whole sectors. */
function drawPlaces(stream: Stream, sectorBytes: number): [number, number] {
  const sectorMiB = sectorBytes / 1024 / 1024;
  const first = stream.pick([1, 1, 2, 1 / 16, 128 * sectorMiB, 1 + 3 * sectorMiB]);
  const gap = stream.pick([0, 0, sectorMiB, 34 * sectorMiB, stream.integer(1, 64) * sectorMiB, 1]);
  return [first, gap];
}
