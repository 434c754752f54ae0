import { existsSync } from "node:fs";
import { join } from "node:path";
import { diskAtCrash } from "../media/disk/remake.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { memberOf, memberOfDisk, memberOfFile, type Member } from "./archive/member.js";
import { encodeBasePages } from "./base-pages.js";
import { bundleVersion } from "./bundle-json.js";
import type { BundleParts, BundleSource } from "./bundle-source.js";
import { tellingCrash } from "./case-source.js";
import { isFixtureContent } from "./fixture-content.js";
import { lookCommands } from "./report/look-commands.js";
import { reportMarkdown } from "./report/report-md.js";
import { toldWhole, wholeNotes } from "./report/told-whole.js";
import { indexSectors } from "./sector-index.js";
import { traceMembers } from "./trace-members.js";

const texts = ["case.json", "output.txt", "differences.txt", "how-to-replay.txt"];

/** All of a case. Throws as diskAtCrash and readBlob do. */
export async function wholeBundle(source: BundleSource): Promise<BundleParts> {
  const { folder, failure, imagePath, isBuilt, run, job, program, archive, folderName } = source;
  const crash = tellingCrash(failure);
  const name = `crash-${crash}.img`;
  const disk = await diskAtCrash(folder, failure, imagePath, crash);
  const notes = wholeNotes(source, name, disk.baseSource().sizeBytes);
  const report = reportMarkdown(toldWhole(source), {
    ...{ archive, folder: folderName, image: name, imageNotes: notes, leftOut: [] },
    lookCommands: lookCommands(disk.source(), name),
    again: againWith(source),
  });
  const kept = texts.filter((each) => existsSync(join(folder, each)));
  const json: BundleParts["json"] = {
    version: bundleVersion,
    ...{ id: failure.record.id, kind: "whole", program },
    image: { name, crash, content: isBuilt ? "no fixture content" : "whole" },
    base: {
      digest: failure.imageDigest,
      sizeBytes: disk.baseSource().sizeBytes,
      origin: isBuilt ? "built" : "in the bundle",
    },
    ...(job && { job }),
  };
  const members = [
    memberOf("report.md", report),
    ...kept.map((each) => memberOfFile(each, join(folder, each))),
    ...(run === undefined ? [] : [memberOf("run.json", JSON.stringify(run, undefined, 2))]),
    ...diskMembers(disk, source, name),
  ];
  return { json, members, notes };
}

/** The crash image, the pages that make the first image of it, and the traces. */
function diskMembers(disk: PagedDisk, source: BundleSource, name: string): Member[] {
  const { folder, failure, isBuilt } = source;
  const index = indexSectors(disk.baseSource());
  const crashed = disk.source();
  const image = isBuilt
    ? memberOfDisk(name, crashed, isFixtureContent(crashed, index))
    : memberOfDisk(name, crashed);
  const base = isBuilt ? [] : [memberOf("base.pages", encodeBasePages(disk))];
  return [image, ...base, ...traceMembers(folder, failure, index)];
}

function againWith({ archive, job }: BundleSource): string[] {
  const trust = job === undefined ? "" : " --trust   # it runs the command lines in bundle.json";
  return [
    `crashpoint remake ${archive} --out images   # the crash images, without the program`,
    `crashpoint replay ${archive}${trust}`,
  ];
}
