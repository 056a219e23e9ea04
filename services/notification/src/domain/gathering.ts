import { formatTrackingId, type Language, type Message } from '@lapor/kernel';
import type { Delivery } from './delivery.ts';
import { clockNames, notices } from './messages.ts';
import type { TemplateName } from './notice-plan.ts';
import type { RenderedNotice } from './render.ts';

/** So many cases one message is made of at the most; the rest make another. */
export const MOST_GATHERED = 200;
/** So many of them have a line of their own. */
const MOST_LINES = 25;

interface Reason {
  readonly intro: Message;
  readonly line: Message;
}

const late: Message = { id: '{clock}: terlambat sejak {dueAt}', en: '{clock}: overdue since {dueAt}' };

/** What comes of clocks, and what has waited for the morning, comes for many cases at once: of these one message tells an officer. */
const REASONS: Partial<Readonly<Record<TemplateName, Reason>>> = {
  officer_assigned: {
    intro: {
      id: 'Laporan-laporan ini masuk selagi Anda tidak bekerja:',
      en: 'These reports came in while you were off work:',
    },
    line: { id: 'tindak lanjuti sebelum {dueAt}', en: 'follow up before {dueAt}' },
  },
  officer_triage: {
    intro: {
      id: 'Laporan-laporan ini belum jelas instansinya:',
      en: 'These reports have no clear agency:',
    },
    line: { id: 'tentukan sebelum {dueAt}', en: 'decide before {dueAt}' },
  },
  officer_warned: {
    intro: { id: 'Batas waktu laporan-laporan ini mendekat:', en: 'The limits of these reports are near:' },
    line: { id: '{clock}: paling lambat {dueAt}', en: '{clock}: by {dueAt}' },
  },
  officer_missed: {
    intro: {
      id: 'Batas waktu laporan-laporan ini terlampaui. Tindak lanjuti hari ini:',
      en: 'The limits of these reports have passed. Follow up today:',
    },
    line: late,
  },
  officer_escalated: {
    intro: {
      id: 'Laporan-laporan ini terlambat dan belum dijawab:',
      en: 'These reports are late, and not answered yet:',
    },
    line: late,
  },
  officer_step_due: {
    intro: {
      id: 'Hari langkah berikutnya pada laporan-laporan ini lewat tanpa kabar:',
      en: 'The day of the next step of these reports has passed without news:',
    },
    line: { id: 'langkah berikutnya paling lambat {dueAt}', en: 'next step by {dueAt}' },
  },
};

const TEXTS = {
  count: { id: '{count} laporan', en: '{count} reports' },
  more: { id: 'Dan {count} laporan lagi.', en: 'And {count} more.' },
  inbox: { id: 'Semua laporan: {link}', en: 'All reports: {link}' },
} as const satisfies Readonly<Record<string, Message>>;

/** By day each of these is told as it comes. */
const ONLY_WAITING: ReadonlySet<string> = new Set<TemplateName>(['officer_assigned', 'officer_triage']);

type Keyed = Pick<
  Delivery,
  'template' | 'recipient' | 'channel' | 'language' | 'values' | 'dueAt' | 'createdAt' | 'quietZone'
>;

/**
 * Deliveries with the same key may go as one message: one officer, one reason, one way, of however many units; moments are told in one
 * time zone. Undefined: it goes alone, as danger does.
 */
export function gatherKeyOf({
  template,
  recipient,
  channel,
  language,
  values,
  ...when
}: Keyed): string | undefined {
  const { dueAt, createdAt, quietZone = '' } = when;
  if (REASONS[template as TemplateName] === undefined || values['danger'] === 'true') return undefined;
  if (ONLY_WAITING.has(template) && dueAt <= createdAt) return undefined;
  const { confined = '', admins = '' } = values;
  return [recipient, template, channel, language, quietZone, confined, admins].join(':');
}

export interface GatheredCase {
  readonly trackingId: string;
  readonly agency: string;
  readonly clock: string;
  /** As people read it. */
  readonly dueAt: string;
}

type Fill = (message: Message, words: Readonly<Record<string, string>>) => string;

/** One message of many cases, in the order given. By text message the number of them and the inbox alone. */
export function renderGathered(
  { template, language, channel }: Pick<Delivery, 'template' | 'language' | 'channel'>,
  cases: readonly GatheredCase[],
  publicUrl: string,
): RenderedNotice {
  const reason = REASONS[template as TemplateName];
  if (reason === undefined) throw new Error(`notices of ${template} are not gathered`);
  const fill: Fill = (message, words) =>
    message[language].replaceAll(/\{(\w+)\}/g, (_whole, name: string) => words[name] ?? '');
  const agencies = new Set(cases.map(({ agency }) => agency));
  const count = fill(TEXTS.count, { count: String(cases.length) });
  const [first = ''] = agencies;
  const named = fill(notices[template as TemplateName].subject, { agency: first, trackingId: count });
  // Of several units none of them is named in front of all.
  const subject = agencies.size === 1 ? named : named.slice(named.indexOf(count));
  const inbox = fill(TEXTS.inbox, { link: `${publicUrl}/petugas` });
  if (channel === 'sms') return { subject, text: `${subject}. ${inbox}` };
  const lines = cases.slice(0, MOST_LINES).map((each, index) => {
    const { trackingId, agency, dueAt } = each;
    const where = agencies.size === 1 ? '' : `, ${agency}`;
    const limit = fill(reason.line, { clock: clockName(each, language), dueAt });
    return `${index + 1}. ${formatTrackingId(trackingId)}${where}, ${limit}\n   ${publicUrl}/petugas/laporan/${trackingId}`;
  });
  const left = cases.length - lines.length;
  return {
    subject,
    text: [
      fill(reason.intro, {}),
      ...lines,
      ...(left > 0 ? [fill(TEXTS.more, { count: String(left) })] : []),
      inbox,
    ].join('\n\n'),
  };
}

function clockName({ clock }: GatheredCase, language: Language): string {
  const names: Readonly<Record<string, Message>> = clockNames;
  return names[clock]?.[language] ?? clock;
}
