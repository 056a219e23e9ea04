import { timestampMs } from '@bufbuild/protobuf/wkt';
import { enumWords } from '@lapor/contracts';
import { Channel, ComplaintType } from '@lapor/contracts/common/v1/common';
import type { Filing as FilingMessage } from '@lapor/contracts/intake/v1/events';
import type { ExecuteRequest } from '@lapor/contracts/routing/v1/routing_service';
import { invalid } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { PLATFORM } from '../domain/agency.ts';
import type { RoutingState } from '../case-store.ts';
import { calendarKey } from '../domain/clocks/calendar-key.ts';
import type { Filing } from '../domain/commands.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

const types = enumWords(ComplaintType);
const channels = enumWords(Channel);

function readFiling(message: FilingMessage): Filing & { readonly declaredAgencyId: string } {
  const {
    trackingId,
    categoryCode,
    areaCode,
    anonymous,
    secret,
    danger,
    reachable,
    submittedAt,
    foundAt,
    sameAs,
  } = message;
  if (trackingId === '') throw invalid('filing.trackingId', 'is required');
  if (submittedAt === undefined) throw invalid('filing.submittedAt', 'is required');
  return {
    trackingId,
    categoryCode,
    areaCode,
    anonymous,
    secret,
    danger,
    reachable,
    protected: message.protected,
    type: types.word(message.type) ?? 'complaint',
    channel: channels.word(message.channel) ?? 'partner',
    areaCalendar: calendarKey(areaCode),
    submittedAt: timestampMs(submittedAt),
    ...(foundAt === undefined ? {} : { foundAt: timestampMs(foundAt) }),
    ...(sameAs === '' ? {} : { sameAs }),
    declaredAgencyId: message.agencyId,
  };
}

/**
 * Makes the case of a filing and gives it to whoever is competent, or to whoever must find out. Never a guess.
 * Idempotent by tracking id: the news from the bus and intake's own call come to the same case.
 */
export async function openCase(parts: RoutingParts, message: FilingMessage): Promise<Loaded<RoutingState>> {
  const filing = readFiling(message);
  if (parts.cases.glance(filing.trackingId) !== undefined) return parts.cases.get(filing.trackingId);
  try {
    return await openNew(parts, filing);
  } catch (error) {
    // There all the same: opened long ago, or the directory is away and need not be asked.
    const existing = await parts.cases.find(filing.trackingId);
    if (existing === undefined) throw error;
    return existing;
  }
}

/** The case; opened now, where a command came before the news of its complaint and has brought it along. */
export async function findOrOpen(
  parts: RoutingParts,
  { caseId, filing }: Pick<ExecuteRequest, 'caseId' | 'filing'>,
): Promise<Loaded<RoutingState> | undefined> {
  const found = await parts.cases.find(caseId);
  if (found !== undefined || filing?.trackingId !== caseId) return found;
  return openCase(parts, filing);
}

/** Nearly always it is new: then there is nothing to look for. One that is there is answered as the command that made it. */
async function openNew(
  parts: RoutingParts,
  filing: ReturnType<typeof readFiling>,
): Promise<Loaded<RoutingState>> {
  const jurisdiction = await parts.directory.jurisdiction(filing);
  const { declaredAgencyId: _declared, ...bare } = filing;
  return decideOnCase(
    parts,
    {
      caseId: filing.trackingId,
      commandId: `open:${filing.trackingId}`,
      // One filing has one case, whatever the competence table says when the second call comes.
      bodyHash: 'open',
      actor: PLATFORM,
      expectedVersion: 0,
      command: { type: 'open', filing: bare, jurisdiction },
    },
    undefined,
  );
}
