import type { Message } from '@lapor/kernel';

/** The rules that hold for everybody. */
export const ruleNavMessages = {
  rules: { id: 'Aturan', en: 'Rules' },
  categories: { id: 'Topik', en: 'Topics' },
  limits: { id: 'Batas waktu', en: 'Limits' },
  breaches: { id: 'Kebocoran data', en: 'Data breaches' },
  calendar: { id: 'Kalender', en: 'Calendar' },
} as const satisfies Readonly<Record<string, Message>>;
