/** Tools, and the Debian packages that have them; scripts/setup has the same list. */
const packages: Readonly<Record<string, string>> = {
  sgdisk: "gdisk",
  sfdisk: "fdisk",
  "mkfs.fat": "dosfstools",
  "fsck.fat": "dosfstools",
  mcopy: "mtools",
  mattrib: "mtools",
  mksquashfs: "squashfs-tools",
  unsquashfs: "squashfs-tools",
  mke2fs: "e2fsprogs",
  e2fsck: "e2fsprogs",
  resize2fs: "e2fsprogs",
  debugfs: "e2fsprogs",
  dumpe2fs: "e2fsprogs",
  mount: "mount",
  umount: "mount",
  losetup: "mount",
  strace: "strace",
  unshare: "util-linux",
  setpriv: "util-linux",
  taskset: "util-linux",
  partx: "util-linux",
  ps: "procps",
  flock: "util-linux",
  tar: "tar",
};

/** The Debian packages that have these tools, joined by spaces; a tool that is unknown stays. */
export function debianPackagesOf(tools: readonly string[]): string {
  return [...new Set(tools.map((tool) => packages[tool] ?? tool))].join(" ");
}
