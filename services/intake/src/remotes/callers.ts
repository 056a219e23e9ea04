import { create } from '@bufbuild/protobuf';
import { CallerKind, CallerSchema } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';

/** Nobody known. */
export const PUBLIC_CALLER: Caller = create(CallerSchema, { kind: CallerKind.PUBLIC });

/** Whoever showed the complaint's access code. */
export function reporterCaller(trackingId: string): Caller {
  return create(CallerSchema, { kind: CallerKind.REPORTER, trackingId });
}
