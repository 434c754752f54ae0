import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ChangeMap } from "../../model/map/change-map.js";
import { formatVersion } from "../format-version.js";
import { writing } from "../store-error.js";

/** What the recorded run did, change by change, in the folder of its run. */
export const changeMapName = "changes.json.gz";

/** Writes changes.json.gz into the folder of a run. Throws HarnessError. */
export function storeChangeMap(runPath: string, map: ChangeMap): void {
  const { rows, said, ...rest } = map;
  const stored = {
    version: formatVersion,
    ...rest,
    rows: rows.map(({ count: many, step, place, stretch: at }) =>
      at === undefined
        ? [many, step, place]
        : [many, step, place, at.area, at.offsetBytes, at.lengthBytes],
    ),
    said: said.map(({ after, text }) => [after, text]),
  };
  const path = join(runPath, changeMapName);
  writing(path, () => {
    writeFileSync(`${path}.new`, gzipSync(JSON.stringify(stored)));
    renameSync(`${path}.new`, path);
  });
}
