import { writesOf } from "../../media/disk/disk-run.js";
import { diskAtCrash } from "../../media/disk/remake.js";
import { formatCaseId, isMade, parseCaseId } from "../../model/case-id.js";
import { nameWrite } from "../../layout/disk-regions.js";
import { readTable } from "../../layout/partition-table.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { decodeTrace } from "../../shim/record.js";
import { formatVersion } from "../../store/format-version.js";
import { classOrReason, type CutRecord } from "../../store/records.js";
import { readBlob } from "../../store/blob-store.js";
import { memberOf, memberOfDisk, type Member } from "../archive/member.js";
import { bundleVersion } from "../bundle-json.js";
import type { BundleParts, BundleSource } from "../bundle-source.js";
import { tellingCrash } from "../case-source.js";
import { lookCommands } from "../report/look-commands.js";
import { reportMarkdown } from "../report/report-md.js";
import { happenedIn, whenSeen, type ToldCase } from "../report/told.js";
import { namelessVersion } from "./nameless-words.js";
import { piecesSource } from "./pieces-source.js";
import { namelessPlace, namelessRegions } from "./region-names.js";
import { tableStructure } from "./table-structure.js";
import { traceShape } from "./trace-shape.js";

/** A case without names and content of the user's files. Throws as diskAtCrash and readBlob do. */
export async function publicBundle(source: BundleSource): Promise<BundleParts> {
  const { failure, folder, imagePath, archive, folderName } = source;
  const crash = tellingCrash(failure);
  const disk = await diskAtCrash(folder, failure, imagePath, crash);
  const name = `structure-${crash}.img`;
  const structure = structureOf(disk);
  const leftOut = leftOutOf(structure !== undefined);
  const told = toldPublic(source, disk);
  const report = reportMarkdown(told, {
    ...{ archive, folder: folderName, leftOut },
    ...(structure && { image: name }),
    imageNotes: imageNotes(structure === undefined ? undefined : name),
    lookCommands: structure === undefined ? [] : lookCommands(structure, name),
    again: ["# not from this bundle: who made it can make one with the whole case in it"],
  });
  const json: BundleParts["json"] = {
    version: bundleVersion,
    ...{ id: told.id, kind: "public", program: programOf(source) },
    ...(structure && { image: { name, crash, content: "structure" } }),
    base: {
      digest: "",
      sizeBytes: disk.baseSource().sizeBytes,
      origin: "left out",
    },
  };
  const image = structure === undefined ? [] : [memberOfDisk(name, structure)];
  return {
    json,
    members: [memberOf("report.md", report), ...image, ...shapes(source, disk)],
    notes: leftOut,
  };
}

function structureOf(disk: PagedDisk) {
  const pieces = tableStructure(disk.source(), disk.baseSource());
  return pieces && piecesSource(disk.sizeBytes, pieces);
}

/** What runs did to the disk, and which bytes of it are what. */
function shapes({ folder, failure }: BundleSource, disk: PagedDisk): Member[] {
  const { before, after } = regionsOf(disk);
  const writes = failure.traces.map((digest, index) => {
    const trace = readBlob(folder, "traces", digest);
    return traceShape(index + 1, decodeTrace(trace, trace.length), before, after);
  });
  return [
    memberOf("writes.jsonl", writes.join("")),
    memberOf("regions.json", `${JSON.stringify({ before, after }, undefined, 1)}\n`),
  ];
}

function toldPublic(source: BundleSource, disk: PagedDisk): ToldCase {
  const { failure, run, command } = source;
  const { record } = failure;
  const { entries } = readTable(disk.baseSource());
  const program = programOf(source);
  const tools = Object.entries(run?.tools ?? {}).flatMap(([tool, text]) => {
    const version = namelessVersion(text);
    return version === undefined ? [] : [[tool, version] as const];
  });
  return {
    id: publicId(record.id),
    worst: classOrReason(record),
    command,
    happened: happenedIn(record, lastRegions(source, disk)),
    findings: record.findings.map((finding) => ({
      ...{ class: finding.class, place: namelessPlace(finding.place, entries) },
      ...{ when: whenSeen(finding.kill), message: `seen by: ${finding.checker}` },
    })),
    versions: [
      [program.name, program.version ?? "it tells no version"],
      [`SHA-256 of ${program.name}`, program.sha256 ?? "not known"],
      ["crashpoint", `results of version ${formatVersion}`],
      ...tools,
    ],
  };
}

/** Where the last write before each crash went. */
function lastRegions({ folder, failure }: BundleSource, disk: PagedDisk) {
  const { before, after } = regionsOf(disk);
  const { cuts } = failure.record;
  return (cut: CutRecord): string => {
    const digest = failure.traces[cuts.indexOf(cut)];
    if (digest === undefined || cut.write === 0) return "";
    const trace = readBlob(folder, "traces", digest);
    const last = writesOf(decodeTrace(trace, trace.length))[cut.write - 1];
    return last === undefined ? "" : `, to "${nameWrite(before, after, last).name}"`;
  };
}

function regionsOf(disk: PagedDisk) {
  return { before: namelessRegions(disk.baseSource()), after: namelessRegions(disk.source()) };
}

function programOf({ program }: BundleSource): BundleSource["program"] {
  const version = namelessVersion(program.version);
  const { sha256 } = program;
  // A target in a file has the name of that file.
  const name = program.name.startsWith("file-") ? "target" : program.name;
  return { name, ...(sha256 && { sha256 }), ...(version && { version }) };
}

/** The id without the name of the image or of the scenario's file. */
export function publicId(text: string): string {
  const id = parseCaseId(text);
  if (isMade(id.scenario)) return formatCaseId({ ...id, scenario: "any/disk" });
  if (!id.scenario.startsWith("file/")) return text;
  return formatCaseId({ ...id, scenario: "file/scenario", target: "target" });
}

function imageNotes(name: string | undefined): string[] {
  const shapes =
    "writes.jsonl has each write in its order: offset, length, and the region that it went to; " +
    "regions.json has the regions of the disk before the run and at the crash";
  if (name === undefined) return [shapes];
  return [
    `${name} is the disk at the crash with nothing on it but its partition tables. Partitions ` +
      "are called P1, P2, ...; and its checksums fit what they fitted " +
      "before. It shows no file system: all else is zeros",
    shapes,
  ];
}

function leftOutOf(hasTable: boolean): string[] {
  return [
    "content of files and of file systems: all bytes of the disk but those of partition tables",
    ...(hasTable
      ? []
      : ["the disk image: there is no partition table on it, so nothing of it is left"]),
    "names of files, of partitions and of file systems, and the name of the image",
    "what the findings say in words, and what the program printed",
    "values and paths on command lines, lines of the user's own, and steps",
    "names of the machine and of its user, paths, and the environment",
    "kept: numbers and GUIDs of the tables, offsets and lengths of writes, regions of file " +
      "systems, the name and the SHA-256 of the program, names of options",
  ];
}
