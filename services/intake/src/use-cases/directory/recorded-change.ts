import type { RecordedChange as Answered } from '@lapor/contracts/directory/v1/directory_service';
import type { RecordedChange } from '@lapor/portal';
import { isoOf } from '../case-mapping.ts';

/** A line of the history of an account, a key or a template. */
export function recordedChange({ at, what, officerName, reason, about }: Answered): RecordedChange {
  return {
    at: isoOf(at) ?? '',
    what,
    officerName: officerName || undefined,
    reason: reason || undefined,
    about: about || undefined,
  };
}
