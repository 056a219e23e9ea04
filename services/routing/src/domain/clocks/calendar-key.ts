/** Key of the calendar that holds in an area: of its regency or city, of its province where no more is known; empty for the nation's. */
export function calendarKey(areaCode: string): string {
  return areaCode.split('.').slice(0, 2).join('.');
}

/** The key as it is today, of what was given that of an area around it: earlier versions knew no calendars below the provinces. */
export function finerKey(known: string, today: string): string {
  return today.startsWith(`${known}.`) ? today : known;
}
