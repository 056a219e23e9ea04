import { Channel } from '@lapor/contracts/common/v1/common';
import type { ListCasesRequest } from '@lapor/contracts/routing/v1/routing_service';
import type { CaseState } from '../domain/case.ts';
import { channels } from '../publish.ts';

export type Narrowing = Partial<Pick<ListCasesRequest, 'categoryCodes' | 'areaCode' | 'danger' | 'channel'>>;
type Narrowed = Pick<CaseState, 'categoryCode' | 'areaCode' | 'danger' | 'channel'>;

/**
 * What of a list is asked for besides where and how it stands; undefined: all of it. No order is kept for any of these: each would be
 * written with every step of every case, for what an officer looks for now and then.
 */
export function narrowedBy({
  categoryCodes = [],
  areaCode = '',
  danger = false,
  channel = Channel.UNSPECIFIED,
}: Narrowing): ((state: Narrowed) => boolean) | undefined {
  const codes = new Set(categoryCodes);
  const by = channel === Channel.UNSPECIFIED ? undefined : channels.word(channel);
  if (codes.size === 0 && areaCode === '' && !danger && by === undefined) return undefined;
  return (state) =>
    (codes.size === 0 || codes.has(state.categoryCode)) &&
    (areaCode === '' || state.areaCode === areaCode || state.areaCode.startsWith(`${areaCode}.`)) &&
    (!danger || state.danger) &&
    (by === undefined || state.channel === by);
}
