import type { RecordedChange as Answered } from '@lapor/contracts/directory/v1/directory_service';
import type { RecordedChange } from '@lapor/portal';
import { isoOf } from '../case-mapping.ts';

/** A line of the history of an account or a key. */
export function recordedChange({ at, what, officerName, reason }: Answered): RecordedChange {
  return {
    at: isoOf(at) ?? '',
    what,
    officerName: officerName || undefined,
    reason: reason || undefined,
  };
}
