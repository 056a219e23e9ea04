import type { Delivery } from '../domain/delivery.ts';
import { type NoticeFacts, type NoticeRule, planNotices } from '../domain/notice-plan.ts';
import { nextCivilMoment } from '../domain/quiet-hours.ts';
import type { Agencies, Cases, Officers, ReporterContacts } from '../ports.ts';

/** What an event says that notices need. */
export interface NoticedEvent {
  readonly id: string;
  /** Without package: "CaseAnswered". */
  readonly name: string;
  readonly caseId: string;
  readonly at: Date;
  readonly status: string;
  readonly holderAgencyId: string | undefined;
  /** Whom a note is for. */
  readonly addressedAgencyId?: string;
  readonly dueAt: Date | undefined;
  /** Of a reclassification: when the case was due before. */
  readonly dueBefore?: Date;
  readonly danger: boolean;
  readonly secret: boolean;
  /** A protected case: told to nobody but its holder. */
  readonly confined: boolean;
  /** It came in as a text message, so the reporter can answer with one. */
  readonly bySms: boolean;
  readonly facts: NoticeFacts;
}

export interface PlanPorts {
  readonly contacts: ReporterContacts;
  readonly officers: Officers;
  readonly agencies: Agencies;
  readonly cases: Cases;
}

/** Turns an event into deliveries: who, over which channel, not before when. */
export async function planDeliveries(
  told: NoticedEvent,
  ports: PlanPorts,
  now: Date,
): Promise<readonly Delivery[]> {
  const rules = planNotices(told.name, told.facts);
  const event = rules.length > 0 && told.name === 'ReporterMessageAdded' ? await placed(told, ports) : told;
  const planned = await Promise.all(
    rules.map((rule) =>
      rule.audience === 'reporter'
        ? forReporter(event, rule, ports, now)
        : forOfficers(event, rule, ports, now),
    ),
  );
  return planned.flat();
}

/** Who has the case that a message belongs to. */
async function placed(event: NoticedEvent, ports: PlanPorts): Promise<NoticedEvent> {
  const standing = await ports.cases.standing(event.caseId);
  return { ...event, holderAgencyId: standing.holderAgencyId, confined: standing.protected };
}

async function forReporter(
  event: NoticedEvent,
  rule: NoticeRule,
  ports: PlanPorts,
  now: Date,
): Promise<readonly Delivery[]> {
  const [contact, holder] = await Promise.all([
    ports.contacts.resolve(event.caseId),
    event.holderAgencyId ? ports.agencies.get(event.holderAgencyId) : undefined,
  ]);
  const channel = contact.email ? 'email' : contact.phone ? 'sms' : undefined;
  if (channel === undefined) return [];
  const base = delivery(event, rule, holder?.name, now);
  const waits = !rule.prompted && !event.danger;
  return [
    {
      ...base,
      _id: `${event.id}:reporter:${channel}`,
      recipient: 'reporter',
      ...(rule.template === 'answered' ? { answeredAt: event.at } : {}),
      channel,
      language: contact.language,
      values: {
        ...base.values,
        secret: String(event.secret || contact.codeOnly),
        repliesBySms: String(event.bySms && channel === 'sms'),
        ...(event.dueBefore && holder
          ? { dueBefore: event.dueBefore.toISOString(), zone: holder.timeZone }
          : {}),
      },
      ...waitsForTheDay(waits ? (holder?.timeZone ?? 'Asia/Jakarta') : undefined, now),
    },
  ];
}

async function forOfficers(
  event: NoticedEvent,
  rule: NoticeRule,
  ports: PlanPorts,
  now: Date,
): Promise<readonly Delivery[]> {
  const agencyId = rule.audience === 'addressed' ? event.addressedAgencyId : event.holderAgencyId;
  if (!agencyId) return [];
  const [holder, recipients] = await Promise.all([
    ports.agencies.get(agencyId),
    ports.officers.recipients(agencyId, event.confined),
  ]);
  const base = delivery(event, rule, holder.name, now);
  const when = waitsForTheDay(event.danger ? undefined : holder.timeZone, now);
  return recipients.flatMap((officer) => {
    const channel = officer.email ? 'email' : officer.phone ? 'sms' : undefined;
    if (channel === undefined) return [];
    return [
      {
        ...base,
        _id: `${event.id}:${officer.officerId}:${channel}`,
        recipient: officer.officerId,
        agencyId,
        values: { ...base.values, ...(event.confined ? { confined: 'true' } : {}) },
        channel,
        language: officer.language,
        ...when,
      },
    ];
  });
}

/** `zone`: whose night is left alone; undefined: it goes at any hour. */
function waitsForTheDay(zone: string | undefined, now: Date): Pick<Delivery, 'dueAt' | 'quietZone'> {
  return zone === undefined ? { dueAt: now } : { dueAt: nextCivilMoment(now, zone), quietZone: zone };
}

function delivery(
  event: NoticedEvent,
  rule: NoticeRule,
  agency: string | undefined,
  now: Date,
): Omit<Delivery, '_id' | 'recipient' | 'channel' | 'language' | 'dueAt'> {
  return {
    eventId: event.id,
    eventType: event.name,
    caseId: event.caseId,
    template: rule.template,
    values: {
      status: event.status,
      danger: String(event.danger),
      ...(agency ? { agency } : {}),
      ...(event.dueAt ? { dueAt: event.dueAt.toISOString() } : {}),
    },
    status: 'waiting',
    attempts: 0,
    ambiguous: false,
    createdAt: now,
  };
}
