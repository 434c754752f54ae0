export function runMemory(task: unknown): Promise<unknown> { return Promise.resolve(task); }
