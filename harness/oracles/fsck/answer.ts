/** What a checker has said of some bytes, whatever the partition is called. */
export type FsckAnswer = (
  | { readonly kind: "clean" }
  /** What it printed, paths and counts of this run taken out. */
  | { readonly kind: "complaint"; readonly complaint: string }
  /** It was still running at its limit, and was ended. */
  | { readonly kind: "hung"; readonly program: string; readonly limitMs: number }
  /** A fault of its own has ended it. */
  | { readonly kind: "crashed"; readonly program: string; readonly signal: string }
  /** The checker is not installed. The notice is to be shown to the user. */
  | { readonly kind: "not asked"; readonly notice: string }
) & {
  /** How long the checker ran, in whole milliseconds. Absent where it was not run. */
  readonly tookMs?: number;
};

/** What the file system's own checker says of one partition. */
export type FsckReport = FsckAnswer & { readonly partition: string };

/** The report of a checker that has complained. */
export type FsckComplaint = Extract<FsckReport, { kind: "complaint" }>;

/** A checker that has come to no end of its own. */
export type FsckUnwell = Extract<FsckAnswer, { kind: "hung" | "crashed" }>;

/** Whether a checker has complained. One that was not asked has not, nor one that is unwell. */
export function isComplaint(report: FsckReport): report is FsckComplaint {
  return report.kind === "complaint";
}

/** Whether a checker has hung or crashed over what it was to check. */
export function isUnwell<Answer extends FsckAnswer>(
  answer: Answer,
): answer is Extract<Answer, FsckUnwell> {
  return answer.kind === "hung" || answer.kind === "crashed";
}

/** Says what became of a checker that has hung or crashed. */
export function unwellText(answer: FsckUnwell): string {
  const { program } = answer;
  return answer.kind === "hung"
    ? `${program} does not end (stopped after ${answer.limitMs / 1000} s)`
    : `${program} was ended by ${answer.signal}`;
}

/** For judges that know complaints only: a checker that is unwell complains of that. */
export function asComplaint(report: FsckReport): FsckReport {
  if (!isUnwell(report)) return report;
  return { partition: report.partition, kind: "complaint", complaint: unwellText(report) };
}

const linesShown = 4;

/** The first few lines of what a checker says. */
export function inShort(complaint: string): string {
  const lines = complaint.split("; ");
  const more = lines.length - linesShown;
  const shown = lines.slice(0, linesShown).join("; ");
  return more > 0 ? `${shown}; and ${more} more lines` : shown;
}

/** The notices of partitions whose checkers were not asked, with their names. */
export function notAskedNotices(fsck: readonly FsckReport[]): string[] {
  return fsck.flatMap((report) =>
    report.kind === "not asked" ? [`${report.partition}: ${report.notice}`] : [],
  );
}
