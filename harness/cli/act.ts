/** Makes an action of what a command does: it can be interrupted, and gives the exit code. */
export type Act = <A extends unknown[]>(
  run: (signal: AbortSignal, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
