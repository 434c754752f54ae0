import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { HarnessError } from "../model/errors.js";

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

/** Throws HarnessError that says what this machine lacks and how to get it. */
export function checkHost(): void {
  if (process.platform !== "linux") {
    throw new HarnessError(`crashpoint needs Linux (FUSE, namespaces), found ${process.platform}`);
  }
  const folders = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`.split(delimiter);
  const missing = needed.filter((tool) => !folders.some((each) => existsSync(join(each, tool))));
  if (missing.length > 0) {
    throw new HarnessError(
      `missing tools: ${missing.join(", ")}. ` +
        `Run scripts/setup: it installs them, or says what to install`,
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
