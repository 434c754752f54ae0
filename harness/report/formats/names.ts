/** What a report of runs can be written as. */
export const reportFormats = ["text", "html"] as const;

export type ReportFormat = (typeof reportFormats)[number];
