import { formatTrackingId, type Language, type Message } from '@lapor/kernel';
import { clockNames, codeOnly, howToAnswer, notices, statusNames, urgentMark } from './messages.ts';
import type { TemplateName } from './notice-plan.ts';

/** A message ready to hand to a provider. */
export interface RenderedNotice {
  readonly subject: string;
  readonly text: string;
}

/** What a notice may say. Missing ones are left out of the text. */
export interface NoticeValues {
  readonly trackingId: string;
  readonly status: string;
  readonly agency?: string;
  /** As people read it, in the recipient's zone. */
  readonly dueAt?: string;
  /** Of a reclassification: when it was due before. */
  readonly dueBefore?: string;
  /** Which clock, in the platform's word, and how much of its limit has run, in percent. */
  readonly clock?: string;
  readonly percent?: string;
  /** Until when the reporter can still change how it ended. */
  readonly until?: string;
  readonly link: string;
  readonly danger?: boolean;
  /** The reporter can answer 1 or 2 by SMS. */
  readonly repliesBySms?: boolean;
}

function fill(message: Message, language: Language, values: Readonly<Record<string, string>>): string {
  return message[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '–');
}

function statusName(status: string, language: Language): string {
  const names: Readonly<Record<string, Message>> = statusNames;
  return names[status]?.[language] ?? status;
}

function clockName(clock: string, language: Language): string {
  const names: Readonly<Record<string, Message>> = clockNames;
  return names[clock]?.[language] ?? clock;
}

/** Puts a notice into words. With `secret` it carries the code and the status, nothing else. */
export function renderNotice(
  template: TemplateName,
  language: Language,
  values: NoticeValues,
  secret: boolean,
): RenderedNotice {
  const { subject, body, until } = secret ? codeOnly : notices[template];
  const words: Record<string, string> = {
    trackingId: formatTrackingId(values.trackingId),
    status: statusName(values.status, language),
    link: values.link,
    how: howToAnswer[values.repliesBySms ? 'sms' : 'page'][language],
  };
  if (values.agency) words['agency'] = values.agency;
  if (values.clock) words['clock'] = clockName(values.clock, language);
  if (values.percent) words['percent'] = values.percent;
  if (values.dueBefore) words['dueBefore'] = values.dueBefore;
  if (values.dueAt) words['dueAt'] = values.dueAt;
  words['more'] = until && values.until ? ` ${fill(until, language, { until: values.until })}` : '';
  const mark = values.danger && template.startsWith('officer_') ? `${urgentMark[language]} ` : '';
  return { subject: mark + fill(subject, language, words), text: mark + fill(body, language, words) };
}
