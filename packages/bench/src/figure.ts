/** A number as a table shows it: three digits that matter. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return '—';
  if (Number.isInteger(value) || value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
