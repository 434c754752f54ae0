export function runResizer(task: unknown): Promise<unknown> { return Promise.resolve(task); }
