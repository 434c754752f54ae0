import { openFileSource } from "../../layout/byte-source.js";
import { readUbootEnv } from "../../layout/uboot-env.js";
import { sha256 } from "../../model/sha256.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

/** Gives the variables that U-Boot would take; which copy holds them does not matter. */
export function readUbootVariables({ path }: ToRead): Promise<ForeignItem[]> {
  const file = openFileSource(path);
  try {
    const env = readUbootEnv(file);
    if (env === undefined) throw new Error("no copy has a checksum that is right");
    const items = [...env.variables].map(([name, value]) => {
      return { name, sizeBytes: value.length, sha256: sha256(value) };
    });
    return Promise.resolve(items);
  } finally {
    file.close();
  }
}
