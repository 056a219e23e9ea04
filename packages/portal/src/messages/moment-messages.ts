import type { Message } from '@lapor/kernel';

/** How far away a moment is, and when something is due. */
export const momentMessages = {
  now: { id: 'baru saja', en: 'just now' },
  ahead: { id: '{duration} lagi', en: 'in {duration}' },
  ago: { id: '{duration} yang lalu', en: '{duration} ago' },
  today: { id: 'hari ini {time}', en: 'today {time}' },
  tomorrow: { id: 'besok {time}', en: 'tomorrow {time}' },
  /** Within a week: the weekday says it best. */
  soon: { id: '{day} {time}', en: '{day} {time}' },
  due: { id: 'jatuh tempo {when}', en: 'due {when}' },
  late: { id: 'terlambat {duration}', en: '{duration} late' },
} as const satisfies Readonly<Record<string, Message>>;
