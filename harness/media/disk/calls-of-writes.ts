import type { WriteEvent } from "../../model/trace.js";
import type { WatchedCall } from "../../target/sites/watched-calls.js";

type Calls = readonly (number | undefined)[];

/** A call of a thread, and how many of its bytes were seen to arrive. */
interface Pending {
  readonly index: number;
  readonly call: WatchedCall;
  arrivedBytes: number;
}

/**
 * Which call of the same run made each write, as an index. The kernel splits long calls, and each
 * thread waits for its own: so the writes of a thread are its calls, in order. One that no call
 * fits (it came through a mapping, or from a thread of the kernel) has undefined.
 */
export function callsOfWrites(
  writes: readonly WriteEvent[],
  calls: readonly WatchedCall[],
): (number | undefined)[] {
  const byThread = new Map<number, Pending[]>();
  for (const [index, call] of calls.entries()) {
    const pending = { index, call, arrivedBytes: 0 };
    const those = byThread.get(call.pid);
    if (those === undefined) byThread.set(call.pid, [pending]);
    else those.push(pending);
  }
  const heads = new Map<number, number>();
  return writes.map((write) => {
    const pending = byThread.get(write.pid) ?? [];
    const found = nextThatFits(pending, heads.get(write.pid) ?? 0, write);
    const head = pending[found];
    if (head === undefined) return undefined;
    head.arrivedBytes += write.lengthBytes;
    const isDone = write.change !== "data" || head.arrivedBytes >= head.call.lengthBytes;
    heads.set(write.pid, isDone ? found + 1 : found);
    return head.index;
  });
}

function nextThatFits(pending: readonly Pending[], from: number, write: WriteEvent): number {
  for (let at = from; at < pending.length; at += 1) {
    const each = pending[at];
    if (each !== undefined && fits(each, write)) return at;
  }
  return -1;
}

function fits({ call, arrivedBytes }: Pending, write: WriteEvent): boolean {
  if (write.change === "zero") return call.name === "fallocate";
  if (write.change === "size") return ["ftruncate", "fallocate"].includes(call.name);
  const { lengthBytes, offsetBytes } = call;
  if (arrivedBytes + write.lengthBytes > lengthBytes) return false;
  return offsetBytes === undefined || offsetBytes + arrivedBytes === write.offsetBytes;
}

/**
 * The calls of another run of the same commands: writes are the same that are as long at the same
 * place, each time that it is written there.
 */
export function callsOfSame(
  recorded: readonly WriteEvent[],
  watched: readonly WriteEvent[],
  calls: Calls,
): (number | undefined)[] {
  const byPlace = new Map<string, Calls[number][]>();
  for (const [index, write] of watched.entries()) {
    const place = placeOf(write);
    const those = byPlace.get(place);
    if (those === undefined) byPlace.set(place, [calls[index]]);
    else those.push(calls[index]);
  }
  const taken = new Map<string, number>();
  return recorded.map((write) => {
    const place = placeOf(write);
    const count = taken.get(place) ?? 0;
    taken.set(place, count + 1);
    return byPlace.get(place)?.[count];
  });
}

function placeOf({ change, offsetBytes, lengthBytes }: WriteEvent): string {
  return `${change} ${offsetBytes} ${lengthBytes}`;
}
