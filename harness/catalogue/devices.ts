import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../model/errors.js";
import type { Device } from "../model/power.js";
import { scenariosFolder } from "./places.js";
import { listJsonNames, readJson } from "./read-json.js";

/** A device profile, as its file has it. */
export const deviceSchema = z.strictObject({
  about: z.string().min(1).describe("one line on what it is"),
  atomicBytes: z
    .int()
    .min(512)
    .max(65_536)
    .refine((bytes) => (bytes & (bytes - 1)) === 0, "Invalid input: expected a power of two")
    .describe("a block of this size is never half written"),
  ordered: z.boolean().describe("unflushed writes land in the order in which they were made"),
  trashOnTear: z.boolean().describe("the block being written at a power loss may be garbage"),
});

const devicesFolder = join(scenariosFolder, "devices");

/** The names of all device profiles, sorted. */
export function listDevices(): string[] {
  return listJsonNames(devicesFolder);
}

/** Loads the device profiles with these names, all where none are given. Throws UsageError. */
export function loadDevices(names: readonly string[] = listDevices()): Device[] {
  return names.map(loadDevice);
}

/** Loads one device profile. Throws UsageError when it is unknown or a field is wrong. */
export function loadDevice(name: string): Device {
  const path = join(devicesFolder, `${name}.json`);
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(path)) {
    throw new UsageError(`unknown device "${name}"; there are: ${listDevices().join(", ")}`);
  }
  return decodeDevice(name, readJson(path));
}

/** Checks the keys of a device profile. Throws UsageError that names the file and the field. */
export function decodeDevice(name: string, keys: Record<string, unknown>): Device {
  const parsed = deviceSchema.safeParse(keys);
  if (parsed.success) return { name, ...parsed.data };
  const file = `scenarios/devices/${name}.json`;
  throw new UsageError(`device ${name} (${file}): ${z.prettifyError(parsed.error)}`);
}
