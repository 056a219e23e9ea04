/** Days are yyyy-mm-dd. */
export function dayBefore(day: string): string {
  return daysLater(day, -1);
}

export function dayAfter(day: string): string {
  return daysLater(day, 1);
}

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
