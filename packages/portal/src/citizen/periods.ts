/** A span of days, both included, as yyyy-mm-dd. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const PERIOD_NAMES = ['bulan', 'triwulan', 'semester', 'tahun', 'tahun-lalu'] as const;
export type PeriodName = (typeof PERIOD_NAMES)[number];

const pad = (month: number) => String(month).padStart(2, '0');

/** The span that contains today, from its first day to its last. */
export function periodOf(name: PeriodName, today: string): Period {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const span = (months: number): Period => {
    const first = month - ((month - 1) % months);
    const last = first + months - 1;
    return { from: `${year}-${pad(first)}-01`, to: `${year}-${pad(last)}-${daysIn(year, last)}` };
  };
  switch (name) {
    case 'bulan':
      return span(1);
    case 'triwulan':
      return span(3);
    case 'semester':
      return span(6);
    case 'tahun':
      return span(12);
    case 'tahun-lalu':
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** yyyy-mm-dd of a day there was or will be. */
export function isDay(text: string | undefined): text is string {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
