import type { Language, Message } from '@lapor/kernel';
import type { OverdueBody } from '../ports.ts';
import type { RenderedNotice } from './render.ts';

export const WEEKLY_TEMPLATE = 'officer_weekly';
/** Further down nobody reads; the figures have them all. */
const MOST_BODIES = 20;

const TEXTS = {
  subject: {
    id: 'Ringkasan mingguan: {total} laporan lewat batas',
    en: 'This week: {total} reports overdue',
  },
  greeting: {
    id: 'Selamat pagi. Laporan yang melewati batas waktu, per instansi:',
    en: 'Good morning. Reports past their limit, by body:',
  },
  line: { id: '{name}: {overdue}', en: '{name}: {overdue}' },
  urgent: { id: ', {urgent} di antaranya darurat', en: ', {urgent} of them urgent' },
  more: { id: 'dan {bodies} instansi lain', en: 'and {bodies} other bodies' },
  figures: { id: 'Kinerja: {link}', en: 'Figures: {link}' },
  stop: {
    id: 'Tidak mau menerima pesan seperti ini lagi? Matikan di {link}',
    en: 'No more of these messages? Switch them off at {link}',
  },
} as const satisfies Readonly<Record<string, Message>>;

/** The Monday of the week a day is in, yyyy-mm-dd: whichever day is the first working day, it is one week. */
export function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

/** Names of bodies and numbers. */
export function weeklyValues(bodies: readonly OverdueBody[]): Readonly<Record<string, string>> {
  const total = bodies.reduce((sum, { overdue }) => sum + overdue, 0);
  const shown = bodies.slice(0, MOST_BODIES).flatMap(({ name, overdue, urgent }, index) => [
    [`name${index}`, name],
    [`overdue${index}`, String(overdue)],
    [`urgent${index}`, String(urgent)],
  ]);
  return {
    ...(Object.fromEntries(shown) as Readonly<Record<string, string>>),
    total: String(total),
    bodies: String(bodies.length),
  };
}

export function renderWeekly(
  values: Readonly<Record<string, string>>,
  { language, publicUrl }: { readonly language: Language; readonly publicUrl: string },
): RenderedNotice {
  const fill = (message: Message, words: Readonly<Record<string, string | undefined>>) =>
    message[language].replaceAll(/\{(\w+)\}/g, (_whole, name: string) => words[name] ?? '');
  const shown = Math.min(Number(values['bodies'] ?? 0), MOST_BODIES);
  const lines = Array.from({ length: shown }, (_each, index) => {
    const urgent = values[`urgent${index}`];
    const line = fill(TEXTS.line, { name: values[`name${index}`], overdue: values[`overdue${index}`] });
    return `- ${line}${urgent === '0' ? '' : fill(TEXTS.urgent, { urgent })}`;
  });
  const left = Number(values['bodies'] ?? 0) - shown;
  return {
    subject: fill(TEXTS.subject, values),
    text: [
      fill(TEXTS.greeting, {}),
      [...lines, ...(left > 0 ? [fill(TEXTS.more, { bodies: String(left) })] : [])].join('\n'),
      fill(TEXTS.figures, { link: `${publicUrl}/kinerja` }),
      fill(TEXTS.stop, { link: `${publicUrl}/petugas/keamanan` }),
    ].join('\n\n'),
  };
}
