import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { RecordedChangeSchema } from '@lapor/contracts/directory/v1/directory_service';
import type { RecordedChange } from '../use-cases/recorded-changes.ts';

/** The history of an account or a key, as it is answered. */
export function changeMessages(
  changes: readonly RecordedChange[],
): MessageInitShape<typeof RecordedChangeSchema>[] {
  return changes.map(({ at, ...change }) => ({ ...change, at: timestampFromMs(Date.parse(at)) }));
}
