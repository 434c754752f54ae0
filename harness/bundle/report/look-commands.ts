import { slice, type ByteSource } from "../../layout/byte-source.js";
import { placeOf, readTable } from "../../layout/partition-table.js";
import { recognise } from "../../layout/recognise.js";

/** So many partitions are looked into. */
const mostPartitions = 16;

/** Commands that look at an image with the tools that everybody has, a line each. */
export function lookCommands(disk: ByteSource, image: string): string[] {
  const table = readTable(disk);
  const tables = {
    gpt: [`sgdisk --verify ${image}`, `sgdisk --print ${image}`],
    dos: [`sfdisk --list ${image}`],
    none: [],
  }[table.label];
  const parts = table.entries.slice(0, mostPartitions).flatMap((entry) => {
    const { startBytes, sizeBytes } = placeOf(table, entry);
    return partCommands(slice(disk, startBytes, sizeBytes), image, entry.number, startBytes);
  });
  const all = [...tables, ...parts];
  return all.length > 0 ? all : [`hexdump -C ${image} | less`];
}

function partCommands(
  part: ByteSource,
  image: string,
  number: number,
  startBytes: number,
): string[] {
  const type = typeOf(part);
  if (type === undefined) return [];
  if (type.startsWith("ext")) {
    const inside = startBytes === 0 ? image : `'${image}?offset=${startBytes}'`;
    return [`e2fsck -fn ${inside}`, `debugfs -R 'ls -l /' ${inside}`];
  }
  if (type === "squashfs") return [`unsquashfs -o ${startBytes} -ll ${image}`];
  if (startBytes === 0) return [`fsck.fat -n ${image}`];
  const [skip, count] = [startBytes / 512, Math.ceil(part.sizeBytes / 512)];
  const copy = `dd if=${image} of=p${number}.img bs=512 skip=${skip} count=${count} conv=sparse`;
  return [`${copy} && fsck.fat -n p${number}.img`];
}

function typeOf(part: ByteSource): string | undefined {
  try {
    return recognise(part)?.type;
  } catch {
    return undefined; // Damaged so that no reader takes it: the tables tell where it is.
  }
}
