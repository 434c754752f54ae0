import fc from "fast-check";
import { changeParts, type Fate, type Piece, type PowerLoss } from "./power.js";
import { interruptSignals, type CrashPoint } from "./trace.js";

const plain = { noNullPrototype: true };
const someKeys = { ...plain, requiredKeys: ["write"] as ["write"] };
const number = fc.nat(999_999_999);
const range = fc
  .uniqueArray(number, { minLength: 2, maxLength: 2 })
  .map((ends) => ends.sort((a, b) => a - b))
  .map(([fromBytes = 0, toBytes = 0]) => ({ fromBytes, toBytes }));
/** Often next to each other, so that runs of whole writes come up. */
const writeNumber = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  number.map((each) => each || 1),
);
const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ write: writeNumber, range }, someKeys) },
  {
    weight: 1,
    arbitrary: fc.record({ write: writeNumber, part: fc.constantFrom(...changeParts) }, plain),
  },
);
const pieces = fc.array(piece, { maxLength: 8 });
const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.record({ kind: fc.constantFrom("lost" as const, "only" as const), pieces }, plain),
  fc.record({ kind: fc.constant("subset" as const), number }, plain),
);

/** For tests: any power loss that an id can name. */
export const anyPowerLoss: fc.Arbitrary<PowerLoss> = fc.record(
  {
    kind: fc.constant("power" as const),
    writes: number,
    ended: fc.boolean(),
    device: fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
    droppedFlush: number,
    fate,
    trash: pieces,
  },
  { ...plain, requiredKeys: ["kind", "writes", "ended", "device", "fate", "trash"] },
);

/** For tests: any crash point that an id can name. */
export const anyCut: fc.Arbitrary<CrashPoint> = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), writes: number, bytes: number }, plain),
  fc.record(
    { kind: fc.constant("line" as const), line: fc.integer({ min: 1, max: 999_999_999 }) },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant("interrupt" as const),
      writes: fc.integer({ min: 1, max: 999_999_999 }),
      signal: fc.constantFrom(...interruptSignals),
      againAfter: fc.integer({ min: 1, max: 999_999_999 }),
    },
    { ...plain, requiredKeys: ["kind", "writes", "signal"] },
  ),
  anyPowerLoss,
);
