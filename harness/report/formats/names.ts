/** What a report of runs can be written as. */
export const reportFormats = ["text"] as const;

export type ReportFormat = (typeof reportFormats)[number];
