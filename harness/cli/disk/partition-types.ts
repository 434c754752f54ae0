/** Well-known partition types, by the GUIDs that gdisk and the systemd specification list. */
const typeNames: Readonly<Record<string, string>> = {
  "C12A7328-F81F-11D2-BA4B-00A0C93EC93B": "EFI System",
  "0FC63DAF-8483-4772-8E79-3D69D8477DE4": "Linux data",
  "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709": "Linux root x86-64",
  "B921B045-1DF0-41C3-AF44-4C6F280D3FAE": "Linux root arm64",
  "0657FD6D-A4AB-43C4-84E5-0933C84B4F4F": "Linux swap",
  "E6D6D379-F507-44C2-A23C-238F2A3DF928": "Linux LVM",
  "A19D880F-05FC-4D3B-A006-743F0F84911E": "Linux RAID",
  "933AC7E1-2EB4-4F13-B844-0E14E2AEF915": "Linux home",
  "BC13C2FF-59E6-4262-A352-B275FD6F7172": "Linux extended boot",
  "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7": "Microsoft data",
  "E3C9E316-0B5C-4DB8-817D-F92DF00215AE": "Microsoft reserved",
  "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC": "Windows recovery",
  "21686148-6449-6E6F-744E-656564454649": "BIOS boot",
};

/** A short name for a partition type GUID, or "unknown". */
export function typeName(typeGuid: string): string {
  return typeNames[typeGuid] ?? "unknown";
}

/** Well-known types of a DOS label, as fdisk lists them. */
const dosTypeNames: Readonly<Record<number, string>> = {
  0x01: "FAT12",
  0x04: "FAT16 up to 32 MiB",
  0x06: "FAT16",
  0x07: "NTFS or exFAT",
  0x0b: "FAT32",
  0x0c: "FAT32 LBA",
  0x0e: "FAT16 LBA",
  0x82: "Linux swap",
  0x83: "Linux",
  0x8e: "Linux LVM",
  0xef: "EFI System",
  0xfd: "Linux RAID",
};

/** A short name for a partition type of a DOS label, or "unknown". */
export function dosTypeName(type: number): string {
  return dosTypeNames[type] ?? "unknown";
}
