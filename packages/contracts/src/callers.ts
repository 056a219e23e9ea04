import { create } from '@bufbuild/protobuf';
import { type Caller, CallerKind, CallerSchema } from './gen/lapor/common/v1/common_pb.ts';

/** A service acting for itself. Always said, never assumed: a call without a caller is made for nobody. */
export const SYSTEM_CALLER: Caller = create(CallerSchema, { kind: CallerKind.SYSTEM });
