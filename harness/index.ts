// The library's face: what `import ... from "crashpoint"` gives. It prints nothing, never ends the
// process, and leaves signals to its caller.

export { explore, type ExploreOptions } from "./session/explore.js";
export { replay, type ReplayOptions } from "./session/replay.js";
export { soak, type SoakOptions } from "./session/soak.js";
export {
  loadFiles,
  loadScenario,
  makeScenario,
  type FilesOptions,
  type LoadOptions,
  type Subject,
} from "./session/subject/subject.js";
export type { MakeOptions } from "./session/subject/make-options.js";
export { assertHeld, type JudgedRun } from "./report/assert-held.js";
export type { Run } from "./session/run/run.js";
export type {
  CasesRun,
  Failure,
  ReplayEvent,
  ReplayResult,
  ReplayRun,
  RunEnd,
  RunEvent,
  RunLimits,
  RunResult,
  RunTotals,
} from "./session/run/run-events.js";
export type { Finding, FindingClass } from "./model/verdict.js";
export type { CaseRecord } from "./store/records.js";
export {
  CannotJudge,
  DecodeError,
  exitCodes,
  HarnessError,
  Interrupted,
  UsageError,
} from "./model/errors.js";
