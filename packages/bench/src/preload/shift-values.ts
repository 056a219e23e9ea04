/** Which texts become which, and how far back everything happened. */
export interface Shift {
  /** Whole days, in milliseconds. */
  readonly earlier: number;
  /** Texts inside texts; none is part of another. */
  readonly replaced: readonly (readonly [from: string, to: string])[];
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Routing's order of lists: urgent or not, a moment (of closed ones what is left of 9e13), the id. */
const ORDER = /^([01])(\d{14})([0-9A-Z]{10})$/;
const FROM_THE_END = 5e13;
const [EARLIEST, LATEST] = [Date.UTC(2020), Date.UTC(2100)];

/** The same value in another case's life: other names, another time, nothing else. Pure. */
export function shifted(value: unknown, shift: Shift): unknown {
  if (typeof value === 'string') return shiftedText(value, shift);
  if (typeof value === 'number') return value >= EARLIEST && value < LATEST ? value - shift.earlier : value;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return new Date(value.getTime() - shift.earlier);
  if (Array.isArray(value)) return value.map((each) => shifted(each, shift));
  const copy: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) copy[name] = shifted(each, shift);
  return copy;
}

function shiftedText(text: string, shift: Shift): string {
  if (MOMENT.test(text)) return new Date(Date.parse(text) - shift.earlier).toISOString();
  if (DAY.test(text)) return new Date(Date.parse(text) - shift.earlier).toISOString().slice(0, 10);
  let replaced = text;
  for (const [from, to] of shift.replaced)
    if (replaced.includes(from)) replaced = replaced.replaceAll(from, to);
  const [, urgent, digits, id] = ORDER.exec(replaced) ?? [];
  if (urgent === undefined) return replaced;
  const moment = Number(digits);
  const then = moment > FROM_THE_END ? moment + shift.earlier : moment - shift.earlier;
  return `${urgent}${String(then).padStart(14, '0')}${id}`;
}
