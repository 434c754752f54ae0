import kleur from "kleur";
import { checkFile } from "../../catalogue/files/check-file.js";
import { exitCodes } from "../../model/errors.js";

/** Says what is wrong with a file, field by field. Returns the exit code; throws UsageError. */
export async function checkCommand(path: string): Promise<number> {
  const { kind, notices } = await checkFile(path);
  for (const notice of notices) console.log(kleur.yellow(notice));
  console.log(`${path}: a ${kind}, nothing is wrong with it`);
  return exitCodes.held;
}
