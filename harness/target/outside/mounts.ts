/** A mount, as /proc/self/mountinfo tells of it (proc(5)). */
export interface Mount {
  readonly point: string;
  /** Those of the mount itself: "rw", "nosuid", ... */
  readonly options: readonly string[];
  readonly kind: string;
}

/** The mounts in the text of a mountinfo, in their order; of several at one place, the last. */
export function mountsIn(mountinfo: string): Mount[] {
  const byPoint = new Map<string, Mount>();
  for (const line of mountinfo.split("\n").filter((each) => each !== "")) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , , point = "", options = ""] = before.split(" ");
    const [kind = ""] = after.split(" ");
    const plain = unescaped(point);
    byPoint.delete(plain);
    byPoint.set(plain, { point: plain, options: options.split(","), kind });
  }
  return [...byPoint.values()];
}

/** Blanks and backslashes stand there in octal. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 8)),
  );
}

/** True for a path that is a folder or below it. */
export function isBelow(path: string, folder: string): boolean {
  return folder === "/" || path === folder || path.startsWith(`${folder}/`);
}
