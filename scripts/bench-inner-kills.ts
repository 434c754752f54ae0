export function runShimKills(task: unknown): Promise<unknown> { return Promise.resolve(task); }
export function runClassicKills(task: unknown): Promise<unknown> { return Promise.resolve(task); }
