import { formatVersion } from "../../store/format-version.js";
import type { RunJson } from "../../store/records.js";
import type { BundleSource } from "../bundle-source.js";
import { happenedIn, whenSeen, type ToldCase } from "./told.js";

/** What the report of a whole bundle says of its case. */
export function toldWhole({ failure, program, command, run }: ToldFrom): ToldCase {
  const { record, smallest } = failure;
  return {
    id: record.id,
    worst: record.verdict === "violated" ? record.class : record.verdict,
    command,
    happened: happenedIn(record),
    findings: record.findings.map((finding) => ({
      ...{ class: finding.class, place: finding.place, when: whenSeen(finding.kill) },
      message: `${finding.message}\n(seen by: ${finding.checker})`,
    })),
    ...(smallest && { needs: smallest.needs }),
    versions: [...programRows(program), ...(run === undefined ? [] : runRows(run))],
  };
}

type ToldFrom = Pick<BundleSource, "failure" | "program" | "command" | "run">;

/** Which program it was. */
export function programRows({ name, version, sha256 }: BundleSource["program"]): Row[] {
  return [
    [name, version ?? "it tells no version"],
    ...(sha256 === undefined ? [] : [[`SHA-256 of ${name}`, sha256] as const]),
    ["crashpoint", `results of version ${formatVersion}`],
  ];
}

type Row = readonly [string, string];

function runRows({ host, tools, startedAt }: RunJson): Row[] {
  return [
    ["found at", startedAt],
    ...Object.entries(host).map(([name, value]): Row => [name, String(value)]),
    ...Object.entries(tools),
  ];
}

/** What a whole bundle's image is, and where the image is that the case was run on. */
export function wholeNotes(
  { isBuilt, failure }: BundleSource,
  name: string,
  baseBytes: number,
): string[] {
  const size = `${Math.ceil(baseBytes / 2 ** 20)} MiB`;
  const crashes = failure.crashDigests.length;
  const others = crashes > 1 ? [`remake makes the images of all ${crashes} crashes`] : [];
  if (!isBuilt) {
    return [
      `${name} is the whole disk (${size}) as the crash left it`,
      "the image that the case was run on is the user's own, and is in the bundle with all that " +
        "is in it",
      ...others,
    ];
  }
  return [
    `${name} is the disk (${size}) as the crash left it. Content of files that stands in the ` +
      "image of the scenario, which any crashpoint builds, is zeros in it: fsck says the same of " +
      "it, and remake makes the image with all bytes",
    ...others,
  ];
}
