import * as assert from "uvu/assert";
import { UsageError } from "../model/errors.js";

/** The message of the UsageError that a call throws. Fails the test where it throws none. */
export function refused(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    assert.instance(error, UsageError);
    return (error as Error).message;
  }
  assert.unreachable("nothing was thrown");
  return "";
}
