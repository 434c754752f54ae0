/** The options of `bundle`, as the command line gives them. */
export interface BundleTexts {
  readonly output?: string;
  readonly public?: true;
  readonly disk?: string;
  readonly results: string;
}

/** The file of a bundle is called so, where nobody names it. */
export const bundleEnding = ".crashpoint.tar.gz";
