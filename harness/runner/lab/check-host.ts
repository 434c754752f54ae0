import { accessSync, constants, existsSync } from "node:fs";
import { CannotJudge, HarnessError } from "../../model/errors.js";
import { installAdvice } from "../../catalogue/places.js";
import { debianPackagesOf } from "../../target/debian-packages.js";
import { isInstalled } from "../../target/installed.js";

const needed = [
  ...[
    "mount",
    "unshare",
    "setpriv",
    "taskset",
    "ps",
    "tar",
    "e2fsck",
    "resize2fs",
    "mke2fs",
    "debugfs",
  ],
  ...["dumpe2fs", "mkfs.fat", "fsck.fat", "mcopy", "mattrib", "mksquashfs"],
];

/**
 * Says what this machine lacks and how to get it: throws CannotJudge where that is a tool, else
 * HarnessError.
 */
export function checkHost(): void {
  if (process.platform !== "linux") {
    throw new HarnessError(`crashpoint needs Linux (FUSE, namespaces), found ${process.platform}`);
  }
  const missing = needed.filter((tool) => !isInstalled(tool));
  if (missing.length > 0) {
    throw new CannotJudge(
      `missing tools: ${missing.join(", ")}. ${installAdvice(debianPackagesOf(missing))}`,
    );
  }
  if (!existsSync("/dev/fuse")) {
    throw new HarnessError(
      "there is no /dev/fuse. " +
        "Load the module (modprobe fuse), or pass the device into the container",
    );
  }
  try {
    accessSync("/dev/fuse", constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new HarnessError(
      "/dev/fuse can't be opened by this user. Run as root, or: sudo chmod 666 /dev/fuse",
      { cause },
    );
  }
}
