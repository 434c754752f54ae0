/** A member of a tar archive. Type letters are those of the ustar header. */
export interface TarMember {
  readonly name: string;
  /** File, hard link, symlink, character device, block device, directory, pipe. */
  readonly type: "0" | "1" | "2" | "3" | "4" | "5" | "6";
  readonly content?: Buffer;
  readonly linkTarget?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly modifiedSeconds?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
}

const blockBytes = 512;

/**
 * A tar archive in the pax format, for sqfstar: with it a test needs no root for devices, owners
 * and extended attributes, and the same members give the same bytes. For tests and damage runs.
 */
export function makeTar(members: readonly TarMember[]): Buffer {
  return Buffer.concat([...members.flatMap(encodeMember), Buffer.alloc(2 * blockBytes)]);
}

function encodeMember(member: TarMember): Buffer[] {
  const { name, type, content = Buffer.alloc(0), linkTarget, xattrs = {} } = member;
  const records = [
    record("path", name),
    ...(linkTarget === undefined ? [] : [record("linkpath", linkTarget)]),
    ...Object.entries(xattrs).map(([key, value]) => record(`SCHILY.xattr.${key}`, value)),
  ];
  const attributes = Buffer.concat(records);
  return [
    header({ name: "attributes", type: "x" }, attributes.length),
    padded(attributes),
    header({ ...member, type }, content.length),
    padded(content),
  ];
}

/** A line that begins with its own length. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let digits = 1;
  while (`${rest.length + digits}`.length > digits) digits += 1;
  return Buffer.concat([Buffer.from(`${rest.length + digits}`), rest]);
}

function header(
  member: Omit<TarMember, "type"> & { readonly type: string },
  sizeBytes: number,
): Buffer {
  const bytes = Buffer.alloc(blockBytes);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  const { mode = 0o644, uid = 0, gid = 0, modifiedSeconds = 0 } = member;
  // The full name stands in the attributes before this.
  bytes.write(member.name.slice(0, 30), 0);
  bytes.write(`${octal(mode, 7)}\0${octal(uid, 7)}\0${octal(gid, 7)}\0`, 100);
  bytes.write(`${octal(sizeBytes, 11)}\0${octal(modifiedSeconds, 11)}\0        `, 124);
  bytes.write(member.type, 156);
  bytes.write((member.linkTarget ?? "").slice(0, 30), 157);
  bytes.write("ustar\u000000", 257);
  // Devices get fixed numbers.
  bytes.write(`${octal(8, 7)}\0${octal(1, 7)}\0`, 329);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)}\0 `, 148);
  return bytes;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content], Math.ceil(content.length / blockBytes) * blockBytes);
}
