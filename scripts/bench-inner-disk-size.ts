export function runDiskSize(task: unknown): Promise<unknown> { return Promise.resolve(task); }
