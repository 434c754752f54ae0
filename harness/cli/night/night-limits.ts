import { UsageError } from "../../model/errors.js";

const hourMs = 3_600_000;

/** A number of hours such as 8 or 0.5, in milliseconds. */
export function limitMsFrom(text: string): number {
  const ms = Math.round(Number(text) * hourMs);
  if (/^\d{1,4}(?:\.\d{1,3})?$/.test(text) && ms > 0) return ms;
  throw new UsageError(`--hours: expected a number such as 8 or 0.5, found "${text}"`);
}

/** The next time that the clock of this machine says so, after `now`. */
export function untilFrom(text: string, now: Date): Date {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) {
    throw new UsageError(`--until: expected a time of day such as 07:00, found "${text}"`);
  }
  const until = new Date(now);
  until.setHours(Number(hours), Number(minutes), 0, 0);
  if (until <= now) until.setDate(until.getDate() + 1);
  return until;
}
