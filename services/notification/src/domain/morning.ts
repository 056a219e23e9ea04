import { formatTrackingId, type Language, type Message } from '@lapor/kernel';
import type { PressingCase } from '../ports.ts';
import { clockNames, urgentMark } from './messages.ts';
import type { RenderedNotice } from './render.ts';

export const MORNING_TEMPLATE = 'officer_morning';
/** More than three nobody does before ten. */
export const MOST_CASES = 3;

const TEXTS = {
  subject: {
    id: '{agency}: yang paling mendesak pagi ini',
    en: '{agency}: what is most pressing this morning',
  },
  greeting: {
    id: 'Selamat pagi. Ini yang paling mendesak dari yang menunggu Anda:',
    en: 'Good morning. This is the most pressing of what waits for you:',
  },
  due: { id: '{clock}: paling lambat {dueAt}', en: '{clock}: by {dueAt}' },
  late: { id: '{clock}: terlambat sejak {dueAt}', en: '{clock}: overdue since {dueAt}' },
  step: {
    id: 'langkah berikutnya dijadwalkan {day}, belum ada kabar',
    en: 'next step was named for {day}, no news yet',
  },
  inbox: { id: 'Semua laporan: {link}', en: 'All reports: {link}' },
  stop: {
    id: 'Tidak mau menerima pesan pagi ini lagi? Matikan di {link}',
    en: 'No more of these morning messages? Switch them off at {link}',
  },
} as const satisfies Readonly<Record<string, Message>>;

/** In the order of the inbox; before what is not late yet comes what its own holder named a day for that is over. */
export function mostPressing(cases: readonly PressingCase[], now: Date): readonly PressingCase[] {
  const rank = ({ danger, dueAt, nextStepMissed }: PressingCase) =>
    danger || (dueAt !== undefined && dueAt < now) ? 0 : nextStepMissed === undefined ? 2 : 1;
  return cases.toSorted((a, b) => rank(a) - rank(b));
}

/** Codes, clocks and dates: what the message says of cases is in no way what they are about. */
export function valuesOf(cases: readonly PressingCase[]): Readonly<Record<string, string>> {
  const all = cases
    .slice(0, MOST_CASES)
    .flatMap(({ caseId, danger, clock, dueAt, nextStepMissed }, index) => [
      [`case${index}`, caseId],
      [`danger${index}`, String(danger)],
      [`clock${index}`, clock],
      [`dueAt${index}`, dueAt?.toISOString() ?? ''],
      ...(nextStepMissed === undefined ? [] : [[`step${index}`, nextStepMissed]]),
    ]);
  return Object.fromEntries(all) as Readonly<Record<string, string>>;
}

export interface MorningContext {
  readonly language: Language;
  readonly agency: string;
  readonly now: Date;
  readonly publicUrl: string;
  /** A moment as people read it, where the officer is. */
  readonly say: (at: Date) => string;
}

/** One line and one link for each case, an inbox, and a way out. */
export function renderMorning(
  values: Readonly<Record<string, string>>,
  context: MorningContext,
): RenderedNotice {
  const { language, agency, publicUrl } = context;
  const fill = (message: Message, words: Readonly<Record<string, string>>) =>
    message[language].replaceAll(/\{(\w+)\}/g, (_whole, name: string) => words[name] ?? '');
  const lines = Array.from({ length: MOST_CASES }, (_each, index) => index)
    .filter((index) => (values[`case${index}`] ?? '') !== '')
    .map((index) => {
      const id = values[`case${index}`] ?? '';
      const mark = values[`danger${index}`] === 'true' ? `${urgentMark[language]} ` : '';
      const limit = limitOf(values, index, context, fill);
      const step = stepOf(values, index, context, fill);
      return `${index + 1}. ${mark}${formatTrackingId(id)}${limit}${step}\n   ${publicUrl}/petugas/laporan/${id}`;
    });
  return {
    subject: fill(TEXTS.subject, { agency }),
    text: [
      fill(TEXTS.greeting, {}),
      ...lines,
      fill(TEXTS.inbox, { link: `${publicUrl}/petugas` }),
      fill(TEXTS.stop, { link: `${publicUrl}/petugas/keamanan` }),
    ].join('\n\n'),
  };
}

type Fill = (message: Message, words: Readonly<Record<string, string>>) => string;

/** What was announced for a day that is over. */
function stepOf(
  values: Readonly<Record<string, string>>,
  index: number,
  { language }: MorningContext,
  fill: Fill,
): string {
  const written = values[`step${index}`] ?? '';
  if (written === '') return '';
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  return `; ${fill(TEXTS.step, { day: format.format(new Date(`${written}T00:00:00Z`)) })}`;
}

function limitOf(
  values: Readonly<Record<string, string>>,
  index: number,
  { language, now, say }: MorningContext,
  fill: Fill,
): string {
  const written = values[`dueAt${index}`] ?? '';
  if (written === '') return '';
  const dueAt = new Date(written);
  const names: Readonly<Record<string, Message>> = clockNames;
  const clock = names[values[`clock${index}`] ?? '']?.[language] ?? '';
  return `, ${fill(dueAt < now ? TEXTS.late : TEXTS.due, { clock, dueAt: say(dueAt) })}`;
}
