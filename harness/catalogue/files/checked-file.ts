import { UsageError } from "../../model/errors.js";
import { fieldProblems } from "../../model/fields/field-problem.js";
import { readDataFile, requireNoProblem, type DataFile } from "./data-file.js";
import { fileSchema, type FileKind } from "./file-schemas.js";

/** Reads a file of a kind. Throws UsageError with the place of each field that is wrong. */
export function checkedFile(kind: FileKind, path: string): DataFile {
  const file = readDataFile(path);
  requireNoProblem(file, fieldProblems(fileSchema(kind, file.keys), file.keys));
  return file;
}

/**
 * Runs what decodes files, one of which extends the next. Where it throws a UsageError whose
 * message begins with the path of a field, the place of that in its file is put in front.
 */
export async function withPlaces<T>(
  files: readonly DataFile[],
  decode: () => Promise<T>,
): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const keys = fieldIn(error.message);
    const top = String(keys[0]);
    const file = files.find((each) => Object.hasOwn(each.keys, top));
    if (file === undefined) throw error;
    const message = `${file.placeOf(keys)}: ${withoutName(error.message)}`;
    throw new UsageError(message, { cause: error.cause });
  }
}

/** Some decoders say first what the whole is called. */
function withoutName(message: string): string {
  return message.replace(/^(?:scenario|target) \S+: /, "");
}

function fieldIn(message: string): (string | number)[] {
  const [, path = ""] = /^([\w.[\]]+): /.exec(withoutName(message)) ?? [];
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
