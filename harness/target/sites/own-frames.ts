import { basename } from "node:path";
import type { LoggedFrame } from "./log-lines.js";

/** Libraries that only pass a call on. */
const libraries = /^(?:ld-|ld\.so|libc[.-]|libpthread|libgcc_s|libstdc\+\+|libdl|musl|\[vdso\])/;

/** Packages of Go and crates of Rust that do, by the beginning of a name; and C++'s own. */
const goPackages = [
  ...["runtime", "syscall", String.raw`internal/[\w/]+`, "os", "io", "io/fs", "bufio", "fmt"],
  String.raw`golang\.org/x/sys/\w+`,
].join("|");
const runtimes = new RegExp(`^(?:(?:${goPackages})\\.|<?(?:std|core|alloc)::)`);

/** What every C program has below and above its main. */
const startCode = /^(?:_start|__libc_\w+|_?_?start_thread)$/;

/**
 * So many functions say which site it is. What is further out tells whole commands apart, and those
 * are told apart by their words.
 */
const mostFrames = 8;

/**
 * The frames in which a target's own code made a call, innermost first: without those of libraries
 * and runtimes that pass a call on, a function that calls itself once, and the innermost 8 at most.
 * Where nothing is left, they are all that there is.
 */
export function ownFrames(stack: readonly LoggedFrame[]): readonly LoggedFrame[] {
  const own = stack.filter(({ path, name }) => !isPlumbing(basename(path), name));
  const shown = own.length > 0 ? own : stack;
  return shown.filter((each, index) => !isSame(each, shown[index - 1])).slice(0, mostFrames);
}

function isPlumbing(program: string, name: string): boolean {
  return libraries.test(program) || runtimes.test(name) || startCode.test(name);
}

function isSame(one: LoggedFrame, other: LoggedFrame | undefined): boolean {
  return one.path === other?.path && one.offsetBytes === other.offsetBytes;
}

/** `github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write` as `gpt.(*Table).Write`. */
export function shortName(name: string): string {
  return name.replace(/^(?:[\w.~%-]+\/)+/, "");
}
