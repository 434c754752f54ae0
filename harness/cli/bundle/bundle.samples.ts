import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootFolder } from "../../catalogue/places.js";

const main = join(rootFolder, "dist/harness/main.js");

/** What came of a command line. */
export interface Ran {
  readonly code: number | null;
  readonly text: string;
}

/** Runs this program in a folder whose folder `temp` is for temporary files. */
export function crashpoint(folder: string, ...words: readonly string[]): Ran {
  mkdirSync(join(folder, "temp"), { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    env: { ...process.env, TMPDIR: join(folder, "temp"), NO_COLOR: "1", FORCE_COLOR: undefined },
    encoding: "utf8",
  });
  return { code: status, text: stdout + stderr };
}

/** What nobody else is to know, of a disk that `secretDisk` has made. */
export const secrets = [
  "holiday-plans",
  "MY DIARY SAYS",
  "Alices Disk",
  "alicevolume",
  "d-of-alice",
];

/** A GPT with a partition of a name, and in it an ext4 with a label, a file and its content. */
export function secretDisk(folder: string): void {
  const script = `
    truncate -s 8M d-of-alice.img
    printf '%s\\n' 'label: gpt' 'start=2048, size=2048, name=A' \\
      'start=4096, size=10240, name="Alices Disk"' | sfdisk -q d-of-alice.img
    truncate -s 5M fs && mke2fs -q -t ext4 -L alicevolume fs
    yes 'MY DIARY SAYS' | head -c 3000 > diary
    debugfs -w -R 'write diary holiday-plans' fs
    dd if=fs of=d-of-alice.img bs=512 seek=4096 conv=notrunc,sparse status=none
    dd if=diary of=d-of-alice.img bs=512 seek=2048 conv=notrunc status=none
    rm fs diary`;
  const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  execFileSync("bash", ["-ec", script], {
    cwd: folder,
    env: { ...process.env, PATH },
    stdio: "pipe",
  });
}

/** Moves a sector of the first partition by clearing it first, and says what it has read. */
export function careless(folder: string): void {
  const lines = [
    "#!/bin/sh",
    'part=$(dd if="$1" bs=512 skip=2048 count=1 status=none | tr -d "\\0")',
    '[ -z "$part" ] && exit 0',
    'echo "moving $part"',
    'dd if=/dev/zero of="$1" bs=512 seek=2048 count=1 conv=notrunc status=none',
    'printf "%s" "$part" | dd of="$1" bs=512 seek=2060 conv=notrunc status=none',
  ];
  writeFileSync(join(folder, "careless"), `${lines.join("\n")}\n`, { mode: 0o755 });
}

/** All bytes of all files in a folder, and the names of these. */
export function bytesIn(folder: string): Buffer {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile());
  return Buffer.concat(
    files.flatMap(({ parentPath, name }) => [
      Buffer.from(`${name}\n`),
      readFileSync(join(parentPath, name)),
    ]),
  );
}

/** Those of some words that stand in bytes, as UTF-8 or as the 16-bit letters of a GPT. */
export function wordsIn(bytes: Buffer, words: readonly string[]): string[] {
  return words.filter(
    (word) => bytes.includes(word) || bytes.includes(Buffer.from(word, "utf16le")),
  );
}
