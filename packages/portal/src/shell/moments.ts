import type { Language } from '@lapor/kernel';

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(LOCALES[language], { timeZone, ...options });
  formats.set(key, made);
  return made;
}

/** Writes moments as people in one place read them. */
export interface Moments {
  /** "24 November 2026" */
  day(iso: string): string;
  /** "Sel, 24 Nov 2026, 10.47 WIB" */
  moment(iso: string): string;
  /** yyyy-mm-dd of now in this place. */
  today(): string;
  /** "3 hari lagi", "2 jam lalu" */
  fromNow(iso: string): string;
  isPast(iso: string): boolean;
}

export function momentsIn(language: Language, timeZone: string, now: Date): Moments {
  const relative = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'always' });
  return {
    day: (iso) =>
      format(language, timeZone, { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(iso)),
    moment: (iso) =>
      format(language, timeZone, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'short',
      }).format(new Date(iso)),
    today: () => localDay(now, timeZone),
    fromNow(iso) {
      const minutes = Math.round((new Date(iso).getTime() - now.getTime()) / 60_000);
      if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
      const hours = Math.trunc(minutes / 60);
      if (Math.abs(hours) < 48) return relative.format(hours, 'hour');
      return relative.format(Math.trunc(hours / 24), 'day');
    },
    isPast: (iso) => new Date(iso) < now,
  };
}

/** yyyy-mm-dd of a moment in a place. */
export function localDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}
