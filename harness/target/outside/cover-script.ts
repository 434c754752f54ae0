import { fstabPath, notCoveredPath, upperFolder, workFolder } from "./folders.js";
import type { Covers, Overlay } from "./covers.js";

/** Escapes what separates the options of an overlay (Documentation/filesystems/overlayfs.rst). */
function option(path: string): string {
  return path.replace(/[\\:,]/g, (found) => `\\${found}`);
}

/** Escapes what separates the fields of a line (fstab(5)). */
function field(text: string): string {
  return text.replace(
    /[\s\\#]/g,
    (found) => `\\${found.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The overlays in the order of their numbers. */
export function overlaysOf(covers: Covers): Overlay[] {
  return [...covers.overlays, ...covers.again.filter((each) => "lower" in each)];
}

/** The covers as lines for `mount --all`, which makes them in one process. */
export function coverTable(covers: Covers, isRoot: boolean): string {
  const numbers = new Map(overlaysOf(covers).map((each, index) => [each, index]));
  const given = isRoot ? ",index=off" : ",index=off,userxattr";
  const overlay = (each: Overlay): string => {
    const number = numbers.get(each) ?? 0;
    const folders = `upperdir=${upperFolder(number)},workdir=${workFolder(number)}`;
    const options = `lowerdir=${option(each.lower)},${folders}${given}`;
    return `overlay ${field(each.at)} overlay ${field(options)} 0 0`;
  };
  const bind = (from: string, to: string) => `${field(from)} ${field(to)} none rbind 0 0`;
  const lines = [
    ...covers.aside.map(({ from, to }) => bind(from, to)),
    ...covers.overlays.map(overlay),
    ...covers.empty.map(({ at, folder }) => bind(folder, at)),
    ...covers.shown.filter(({ kind }) => kind === "folder").map(({ at, from }) => bind(from, at)),
    ...covers.again.map((each) => ("lower" in each ? overlay(each) : bind(each.from, each.at))),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * The lines for a shell that put covers over the folders of its own mount namespace. What can't be
 * covered is made read-only, and what can't even be that is named in a file.
 */
export function coverScript(covers: Covers): string {
  const readOnly = (at: string, options: readonly string[]) => {
    const words = ["remount", "bind", "ro", ...options.filter((each) => each !== "rw")];
    return `mount -n -o ${words.join(",")} ${quoted(at)} 2>/dev/null || missed ${quoted(at)}`;
  };
  const binds = covers.again.flatMap((each) => ("lower" in each ? [] : [each.at]));
  return [
    `missed() { echo "$1" >> ${quoted(notCoveredPath)}; }`,
    `is_overlay() { [ "$(stat -f -c %T "$1")" = overlayfs ]; }`,
    `if ! mount -n --all --fstab ${quoted(fstabPath)} 2>/dev/null; then`,
    ...overlaysOf(covers).map(({ at }) => {
      const itself = `mount -n --rbind ${quoted(at)} ${quoted(at)}`;
      return `is_overlay ${quoted(at)} || { ${itself}; ${readOnly(at, [])}; }`;
    }),
    "fi",
    ...binds.map((at) => readOnly(at, [])),
    ...covers.readOnly.map(({ point, options }) => readOnly(point, options)),
  ].join("\n");
}
