import { timestampMs } from '@bufbuild/protobuf/wkt';
import { Channel, ComplaintType } from '@lapor/contracts/common/v1/common';
import type { ListCasesRequest } from '@lapor/contracts/routing/v1/routing_service';
import type { CaseState } from '../domain/case.ts';
import { channels, types } from '../publish.ts';

export type NarrowingName =
  | 'categoryCodes'
  | 'areaCode'
  | 'danger'
  | 'channel'
  | 'type'
  | 'submittedFrom'
  | 'submittedBefore';
export type Narrowing = Partial<Pick<ListCasesRequest, NarrowingName>>;
type Narrowed = Pick<CaseState, 'categoryCode' | 'areaCode' | 'danger' | 'channel' | 'type' | 'submittedAt'>;

/**
 * What of a list is asked for besides where and how it stands; undefined: all of it. No order is kept for any of these: each would be
 * written with every step of every case, for what an officer looks for now and then.
 */
export function narrowedBy({
  categoryCodes = [],
  areaCode = '',
  danger = false,
  channel = Channel.UNSPECIFIED,
  type = ComplaintType.UNSPECIFIED,
  submittedFrom,
  submittedBefore,
}: Narrowing): ((state: Narrowed) => boolean) | undefined {
  const codes = new Set(categoryCodes);
  const by = channel === Channel.UNSPECIFIED ? undefined : channels.word(channel);
  const of = type === ComplaintType.UNSPECIFIED ? undefined : types.word(type);
  const from = submittedFrom === undefined ? -Infinity : timestampMs(submittedFrom);
  const before = submittedBefore === undefined ? Infinity : timestampMs(submittedBefore);
  const anyTime = from === -Infinity && before === Infinity;
  const anyKind = codes.size === 0 && !danger && by === undefined && of === undefined;
  if (anyKind && anyTime && areaCode === '') return undefined;
  return (state) =>
    (codes.size === 0 || codes.has(state.categoryCode)) &&
    (areaCode === '' || state.areaCode === areaCode || state.areaCode.startsWith(`${areaCode}.`)) &&
    (!danger || state.danger) &&
    (by === undefined || state.channel === by) &&
    (of === undefined || state.type === of) &&
    from <= state.submittedAt &&
    state.submittedAt < before;
}
