/** One paper slip out of a suggestion box, as typed in by a clerk. */
export interface Slip {
  readonly text: string;
  readonly title?: string | undefined;
  /** yyyy-mm-dd: the day the box was opened. */
  readonly foundOn?: string | undefined;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly category?: string | undefined;
  readonly area?: string | undefined;
  readonly agency?: string | undefined;
  readonly address?: string | undefined;
  readonly anonymous?: boolean | undefined;
  readonly secret?: boolean | undefined;
  readonly aboutOfficial?: boolean | undefined;
}

/** 2020-03-31 and 31/03/2020 → 2020-03-31; undefined for a day that never was. */
export function readDay(typed: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed);
  const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  const [year = '', month = '', day = ''] = parts;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}
