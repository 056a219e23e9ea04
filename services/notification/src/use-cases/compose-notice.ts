import { createHash } from 'node:crypto';
import type { Clock } from '@lapor/kernel';
import { alertOfTemplate, alertPath, renderAlert } from '../domain/alert.ts';
import type { AlertWord } from '../domain/alert.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { TemplateName } from '../domain/notice-plan.ts';
import { MORNING_TEMPLATE, renderMorning } from '../domain/morning.ts';
import { renderWeekly, WEEKLY_TEMPLATE } from '../domain/weekly.ts';
import { renderNotice } from '../domain/render.ts';
import type { NoticeValues } from '../domain/render.ts';
import type { Standing } from '../ports.ts';
import type { OutgoingMessage } from '../providers/provider.ts';
import type { PlanPorts } from './plan-deliveries.ts';

export interface NoticeParts {
  readonly ports: PlanPorts;
  readonly clock: Clock;
  readonly publicUrl: string;
}

/** A notice that waited may have been overtaken: by then the case may be hidden, or with somebody else. */
const OVERTAKEN_AFTER_MILLISECONDS = 60_000;

/** Notices to an agency that need not have the case. */
const ELSEWHERE: ReadonlySet<string> = new Set<TemplateName>([
  'officer_note',
  'officer_objection',
  'officer_escalated',
]);

/** Told while something is late; pointless, and an annoyance, once the agency has answered or waits for the reporter. */
const ALARMS: ReadonlySet<string> = new Set<TemplateName>([
  'officer_warned',
  'officer_missed',
  'officer_escalated',
  'officer_not_solved_again',
]);
const STILL_LATE: ReadonlySet<string> = new Set(['unverified', 'assigned', 'returned', 'in_progress']);

/** Danger waits for no answer of the reporter. */
function isStillLate({ status }: Standing, clock: string | undefined): boolean {
  return STILL_LATE.has(status) || (status === 'held' && clock === 'urgent');
}

/** Asked of somebody while the case stands so; once it goes on, nobody is asked any more. */
const ONLY_WHILE: Readonly<Record<string, string>> = {
  question: 'held',
  answered: 'answered',
  archived_silent: 'archived',
} satisfies Partial<Record<TemplateName, string>>;

const STEP_DUE: TemplateName = 'officer_step_due';

/** The reporter's wish, whoever has the case by then. */
const TO_OVERSEERS: ReadonlySet<string> = new Set<TemplateName>(['overseer_handed_over']);

/** News for whoever has the case; a message to an agency elsewhere waits on, unless the case is nobody's business there any more. */
function isOvertaken({ agencyId, template, values }: Delivery, standing: Standing): boolean {
  if (TO_OVERSEERS.has(template)) return false;
  if (ALARMS.has(template) && !isStillLate(standing, values['clock'])) return true;
  if (template === STEP_DUE && !standing.stepMissed) return true;
  const wanted = ONLY_WHILE[template];
  if (wanted !== undefined && standing.status !== wanted) return true;
  if (agencyId === undefined || standing.holderAgencyId === agencyId) return false;
  return !ELSEWHERE.has(template) || standing.protected;
}

/** `standing`: where it was looked up, how the case stands. */
export interface Told {
  readonly still: boolean;
  readonly standing?: Standing;
}

/** Whether what it tells is still so, as far as that can have changed. */
export async function stillTold(
  delivery: Delivery,
  { ports, clock }: Pick<NoticeParts, 'ports' | 'clock'>,
): Promise<Told> {
  const waited = clock.now().getTime() - delivery.createdAt.getTime() > OVERTAKEN_AFTER_MILLISECONDS;
  if (!waited) return { still: true };
  const standing = await ports.cases.standing(delivery.caseId);
  return { still: !isOvertaken(delivery, standing), standing };
}

/** The message as it may be sent now; undefined when there is nobody to tell any more. `told`: where that was looked up already. */
export async function composeNotice(
  delivery: Delivery,
  { ports, clock, publicUrl }: NoticeParts,
  told?: Told,
): Promise<OutgoingMessage | undefined> {
  if (delivery.template === MORNING_TEMPLATE) return composeMorning(delivery, { ports, clock, publicUrl });
  if (delivery.template === WEEKLY_TEMPLATE) return composeWeekly(delivery, { ports, publicUrl });
  const alert = alertOfTemplate(delivery.template);
  if (alert !== undefined) return composeAlert(delivery, alert, { ports, publicUrl });
  const { still, standing } = told ?? (await stillTold(delivery, { ports, clock }));
  if (!still) return undefined;
  const to = await addressOf(delivery, ports);
  if (to === '') return undefined;
  const { values } = delivery;
  const notice = renderNotice(
    delivery.template as TemplateName,
    delivery.language,
    {
      trackingId: delivery.caseId,
      status: values['status'] ?? '',
      link: linkOf(delivery, publicUrl),
      danger: values['danger'] === 'true',
      repliesBySms: values['repliesBySms'] === 'true',
      ...(values['agency'] ? { agency: values['agency'] } : {}),
      ...(values['clock'] ? { clock: values['clock'], percent: values['percent'] ?? '' } : {}),
      ...(await dueText(delivery, ports)),
    },
    values['secret'] === 'true' || (delivery.recipient === 'reporter' && standing?.hidden === true),
  );
  return { id: messageIdOf([delivery]), to, subject: notice.subject, text: notice.text };
}

/** Of several cases: none of them is looked at again, the inbox behind the link is. */
async function composeMorning(
  delivery: Delivery,
  { ports, clock, publicUrl }: NoticeParts,
): Promise<OutgoingMessage | undefined> {
  const { agencyId = '', recipient, language, values } = delivery;
  const [agency, workers, admins] = await Promise.all([
    ports.agencies.get(agencyId),
    ports.officers.recipients(agencyId, true),
    ports.officers.admins(agencyId, true),
  ]);
  const to = [...workers, ...admins].find(({ officerId }) => officerId === recipient)?.email ?? '';
  if (to === '') return undefined;
  const format = dateFormat(language, agency.timeZone);
  const notice = renderMorning(values, {
    language,
    agency: agency.name,
    now: clock.now(),
    publicUrl,
    say: (at) => format.format(at),
  });
  return { id: messageIdOf([delivery]), to, subject: notice.subject, text: notice.text };
}

/** About the recipient's own account: to where the account is reached now, or was when it is that which has changed. */
async function composeAlert(
  delivery: Delivery,
  alert: AlertWord,
  { ports, publicUrl }: Pick<NoticeParts, 'ports' | 'publicUrl'>,
): Promise<OutgoingMessage | undefined> {
  const { at = '', device = '', profileId = '' } = delivery.values;
  const { email, phone, timeZone } = await ports.accounts.contact(delivery.recipient, profileId);
  const to = delivery.channel === 'email' ? email : phone;
  if (to === '') return undefined;
  const moment = dateFormat(delivery.language, timeZone).format(new Date(at));
  const link = `${publicUrl}${alertPath(alert)}`;
  const notice = renderAlert(alert, delivery.language, { device, moment, link });
  return { id: messageIdOf([delivery]), to, subject: notice.subject, text: notice.text };
}

/** Whoever it was for may have left since. */
async function composeWeekly(
  delivery: Delivery,
  { ports, publicUrl }: Pick<NoticeParts, 'ports' | 'publicUrl'>,
): Promise<OutgoingMessage | undefined> {
  const { email: to } = await ports.accounts.contact(delivery.recipient);
  if (to === '') return undefined;
  const { subject, text } = renderWeekly(delivery.values, { language: delivery.language, publicUrl });
  return { id: messageIdOf([delivery]), to, subject, text };
}

/** Of all that it tells of. */
export function messageIdOf(deliveries: readonly Pick<Delivery, '_id'>[]): string {
  const ids = deliveries.map(({ _id }) => _id).toSorted();
  return createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32);
}

export async function addressOf(delivery: Delivery, ports: PlanPorts): Promise<string> {
  if (delivery.recipient === 'reporter') {
    const contact = await ports.contacts.resolve(delivery.caseId);
    return delivery.channel === 'email' ? contact.email : contact.phone;
  }
  if (TO_OVERSEERS.has(delivery.template)) {
    const own = await ports.accounts.contact(delivery.recipient);
    return delivery.channel === 'email' ? own.email : own.phone;
  }
  const { agencyId = '', values } = delivery;
  const within = values['confined'] === 'true';
  const officers = await (values['admins'] === 'true'
    ? ports.officers.admins(agencyId, within)
    : ports.officers.recipients(agencyId, within));
  // Since it was planned, the officer may have left, or a day have begun on which somebody stands in.
  const officer =
    officers.find((one) => one.officerId === delivery.recipient) ??
    officers.find((one) => one.standsFor.includes(delivery.recipient));
  return (delivery.channel === 'email' ? officer?.email : officer?.phone) ?? '';
}

function linkOf(delivery: Delivery, publicUrl: string): string {
  const page = delivery.recipient === 'reporter' ? 'lacak' : 'petugas/laporan';
  return `${publicUrl}/${page}/${delivery.caseId}`;
}

/** Limits are told to officers; to the reporter where they were changed, or are their own. */
async function dueText(
  { values, agencyId, language }: Delivery,
  ports: PlanPorts,
): Promise<Pick<NoticeValues, 'dueAt' | 'dueBefore' | 'until'>> {
  const { dueAt, dueBefore, until, zone } = values;
  if (!dueAt && !until) return {};
  const timeZone = zone ?? (agencyId ? (await ports.agencies.get(agencyId)).timeZone : undefined);
  if (timeZone === undefined) return {};
  const format = dateFormat(language, timeZone);
  const say = (at: string) => format.format(new Date(at));
  return {
    ...(dueAt ? { dueAt: say(dueAt) } : {}),
    ...(dueBefore ? { dueBefore: say(dueBefore) } : {}),
    ...(until ? { until: say(until) } : {}),
  };
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Made once: to make one takes longer than all the rest of a notice. There are as many as languages times zones. */
export function dateFormat(language: string, timeZone: string): Intl.DateTimeFormat {
  const name = `${language} ${timeZone}`;
  const format =
    dateFormats.get(name) ??
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  dateFormats.set(name, format);
  return format;
}
