import type { Member } from "./archive/member.js";
import type { BundleJson } from "./bundle-json.js";
import type { CaseSource } from "./case-source.js";

/** What a bundle is made of. */
export interface BundleSource extends CaseSource {
  /** The image that the case was run on. */
  readonly imagePath: string;
  /** It is built from a recipe, on any machine. */
  readonly isBuilt: boolean;
  readonly program: BundleJson["program"];
  /** The command with its arguments, for people. */
  readonly command: string;
  /** The note of the command and all that was said of it, where there is one. */
  readonly job?: Readonly<Record<string, unknown>>;
  /** The name of the archive's file, and that of the folder in it. */
  readonly archive: string;
  readonly folderName: string;
}

/** What is to be packed: bundle.json without its files, and these. */
export interface BundleParts {
  readonly json: Omit<BundleJson, "files">;
  readonly members: readonly Member[];
  /** What is to be told on the terminal. */
  readonly notes: readonly string[];
}
