import type { CaseStatusName, ChannelName, ComplaintKind } from '../../complaint-types.ts';
import type { InboxQuery } from '../../officer-types.ts';
import { isDay, startOfDay } from '../../shell/moments.ts';

const DAY = 86_400_000;

export const STATUSES: readonly CaseStatusName[] = [
  'unverified',
  'assigned',
  'returned',
  'in_progress',
  'held',
  'answered',
  'closed',
  'archived',
  'referred',
  'withdrawn',
];

/** What has a field of its own, folded away below the box for words. */
const FOLDED = [
  'keadaan',
  'unit',
  'sendiri',
  'topik',
  'wilayah',
  'bahaya',
  'kanal',
  'jenis',
  'dari',
  'sampai',
] as const;

/** What an inbox may be narrowed by, in its address: words, fields, and what only links lead to. */
const FILTERS = ['cari', ...FOLDED, 'lepas', 'pesan', 'serah', 'induk'] as const;

export const CHANNELS: readonly ChannelName[] = [
  'web',
  'app',
  'sms',
  'whatsapp',
  'x',
  'email',
  'suggestion_box',
  'face_to_face',
  'partner',
];

export const TYPES: readonly ComplaintKind[] = ['complaint', 'information', 'aspiration'];

export type Query = Readonly<Record<string, string | undefined>>;

export function statusIn(query: Query): CaseStatusName | undefined {
  return STATUSES.find((each) => each === query['keadaan']);
}

export function channelIn(query: Query): ChannelName | undefined {
  return CHANNELS.find((each) => each === query['kanal']);
}

export function typeIn(query: Query): ComplaintKind | undefined {
  return TYPES.find((each) => each === query['jenis']);
}

/** A day of the calendar, or none. */
function dayIn(query: Query, name: 'dari' | 'sampai'): string | undefined {
  const day = query[name]?.trim() ?? '';
  return isDay(day) ? day : undefined;
}

export function searchIn(query: Query): string | undefined {
  const words = query['cari']?.trim();
  return words === '' ? undefined : words;
}

export function isFiltered(query: Query): boolean {
  return filtersIn(query).size > 0;
}

/** Whether one of the fields that are folded away is filled. */
export function isFoldedIn(query: Query): boolean {
  return FOLDED.some((name) => (query[name]?.trim() ?? '') !== '');
}

/** What no form of the inbox offers is left out: it narrows by nothing. */
export function offeredIn(query: Query, topics: readonly { readonly code: string }[]): Query {
  const topic = topics.some(({ code }) => code === query['topik']) ? query['topik'] : undefined;
  return {
    ...query,
    keadaan: statusIn(query),
    kanal: channelIn(query),
    topik: topic,
    jenis: typeIn(query),
    dari: dayIn(query, 'dari'),
    sampai: dayIn(query, 'sampai'),
  };
}

const isYes = (value: string): boolean => value === 'ya';
const isAny = (): boolean => true;
const MAY_BE: Readonly<Record<(typeof FILTERS)[number], (value: string) => boolean>> = {
  cari: isAny,
  keadaan: (value) => STATUSES.some((each) => each === value),
  unit: isAny,
  sendiri: isYes,
  topik: (value) => /^[a-z0-9-]+$/.test(value),
  wilayah: (value) => /^[\d.]+$/.test(value),
  bahaya: isYes,
  kanal: (value) => CHANNELS.some((each) => each === value),
  jenis: (value) => TYPES.some((each) => each === value),
  dari: isDay,
  sampai: isDay,
  lepas: isYes,
  pesan: isYes,
  serah: isYes,
  induk: isAny,
};

/** Whether an address of the inbox narrows it, by what may be kept under a name, and says nothing else. */
export function isInboxFilter(address: string): boolean {
  const given = [...new URLSearchParams(address)];
  const known: Readonly<Record<string, (value: string) => boolean>> = MAY_BE;
  return (
    given.length > 0 && given.every(([name, value]) => Object.hasOwn(known, name) && known[name]?.(value))
  );
}

/** Only what narrows the inbox, in one order: as it is kept under a name, too. */
export function filtersIn(query: Query): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of FILTERS) {
    const value = query[name]?.trim() ?? '';
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}

function filled(value: string | undefined): string | undefined {
  return value?.trim() === '' ? undefined : value?.trim();
}

export function nextQuery(query: Query, token: string): string {
  const parameters = filtersIn(query);
  parameters.set('lanjut', token);
  return parameters.toString();
}

/** Days are those of a place: from the beginning of the first to the end of the last one. */
export function asInboxQuery(query: Query, pageSize: number, timeZone: string): InboxQuery {
  const status = statusIn(query);
  const [from, last] = (['dari', 'sampai'] as const).map((name) =>
    startOfDay(dayIn(query, name) ?? '', timeZone),
  );
  return {
    search: searchIn(query),
    statuses: status === undefined ? [] : [status],
    agencyId: query['unit'] === '' ? undefined : query['unit'],
    ownOnly: query['sendiri'] === 'ya',
    drafts: query['lepas'] === 'ya',
    addressed: query['pesan'] === 'ya',
    handedOver: query['serah'] === 'ya',
    category: filled(query['topik']),
    area: filled(query['wilayah']),
    danger: query['bahaya'] === 'ya',
    channel: channelIn(query),
    type: typeIn(query),
    submittedFrom: from?.toISOString(),
    submittedBefore: last && new Date(last.getTime() + DAY).toISOString(),
    master: query['induk'] === '' ? undefined : query['induk'],
    pageSize,
    pageToken: query['lanjut'],
  };
}
