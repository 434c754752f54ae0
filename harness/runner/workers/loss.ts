/** How a worker was lost: it did not answer in time, or has ended by itself. */
export type Loss = "stuck" | "died";
