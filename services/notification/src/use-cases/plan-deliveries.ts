import { mayWake, type Urgency } from '../domain/at-night.ts';
import { officerChannels } from '../domain/officer-channels.ts';
import type { Delivery } from '../domain/delivery.ts';
import { gatherKeyOf } from '../domain/gathering.ts';
import { type NoticeFacts, type NoticeRule, planNotices } from '../domain/notice-plan.ts';
import { nextCivilMoment } from '../domain/quiet-hours.ts';
import type { Accounts, Agencies, Calls, Cases, Officers, Places, ReporterContacts } from '../ports.ts';

/** What an event says that notices need. */
export interface NoticedEvent extends Urgency {
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
  /** Dotted, where it is about; '' where nobody asks. */
  readonly areaCode: string;
  /** Of thresholds passed: the clock that has run furthest, and whom above the holder it is told. */
  readonly late?: { readonly clock: string; readonly percent: number; readonly tierIds: readonly string[] };
  /** Of a reclassification: when the case was due before. */
  readonly dueBefore?: Date;
  /** Of what ended: until when the reporter can still change that. */
  readonly until?: Date;
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
  readonly places: Places;
  readonly cases: Cases;
  readonly accounts: Accounts;
  readonly calls: Calls;
}

/** For so long a call to a danger said on the way stands. */
const CALL_MILLISECONDS = 2 * 3_600_000;

/** Turns an event into deliveries: who, over which channel, not before when. */
export async function planDeliveries(
  told: NoticedEvent,
  ports: PlanPorts,
  now: Date,
): Promise<readonly Delivery[]> {
  const event = told.name === 'ReporterMessageAdded' ? await placed(told, ports) : told;
  const facts = (await isCalledAlready(event, ports, now))
    ? { ...event.facts, saysDanger: false }
    : event.facts;
  const planned = await Promise.all(
    planNotices(event.name, facts).map((rule) =>
      forRule(rule.calls ? { ...event, danger: true } : event, rule, ports, now),
    ),
  );
  // Who works there may be its admin too, and then is told once.
  return [...new Map(planned.flat().map((delivery) => [delivery._id, delivery])).values()];
}

async function forRule(
  event: NoticedEvent,
  rule: NoticeRule,
  ports: PlanPorts,
  now: Date,
): Promise<readonly Delivery[]> {
  if (rule.audience === 'reporter') return forReporter(event, rule, ports, now);
  if (rule.audience === 'overseers') return forOverseers(event, rule, ports, now);
  const targets = targetsOf(event, rule).map((target) => forOfficers(event, rule, target, { ports, now }));
  return (await Promise.all(targets)).flat();
}

/** Who was called to a case a moment ago is looking at it: what is said next is told as any message is. */
async function isCalledAlready(
  { id: eventId, caseId, holderAgencyId: agencyId, facts }: NoticedEvent,
  { calls }: PlanPorts,
  now: Date,
): Promise<boolean> {
  if (!facts.saysDanger || agencyId === undefined) return false;
  return calls.wasCalled({ caseId, agencyId, eventId, since: new Date(now.getTime() - CALL_MILLISECONDS) });
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
  const [contact, holder, zoneOfPlace] = await Promise.all([
    ports.contacts.resolve(event.caseId),
    event.holderAgencyId ? ports.agencies.get(event.holderAgencyId) : undefined,
    ports.places.timeZone(event.areaCode),
  ]);
  // Day and night are those of where it is, whoever works on it.
  const zone = zoneOfPlace ?? holder?.timeZone;
  const channel = contact.email ? 'email' : contact.phone ? 'sms' : undefined;
  if (channel === undefined) return [];
  const base = delivery(event, rule, holder?.name, now);
  const waits = !rule.prompted && !mayWake(rule.template, event);
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
        ...(event.dueBefore ? { dueBefore: event.dueBefore.toISOString() } : {}),
        ...(event.until ? { until: event.until.toISOString() } : {}),
        ...((event.dueBefore ?? event.until) && zone ? { zone } : {}),
      },
      ...waitsForTheDay(waits ? (zone ?? 'Asia/Jakarta') : undefined, now),
    },
  ];
}

/** An agency, and who there: those who work on cases, or its admins. */
interface Target {
  readonly agencyId: string;
  readonly admins: boolean;
  /** Nobody above is told in their stead. */
  readonly within: boolean;
}

function targetsOf(event: NoticedEvent, { audience }: NoticeRule): readonly Target[] {
  const { holderAgencyId = '', addressedAgencyId = '', confined, late } = event;
  if (audience === 'tiers') {
    return (late?.tierIds ?? []).map((agencyId) => ({ agencyId, admins: true, within: true }));
  }
  const agencyId = audience === 'addressed' ? addressedAgencyId : holderAgencyId;
  return agencyId === '' ? [] : [{ agencyId, admins: audience === 'admins', within: confined }];
}

async function forOfficers(
  event: NoticedEvent,
  rule: NoticeRule,
  { agencyId, admins, within }: Target,
  { ports, now }: { readonly ports: PlanPorts; readonly now: Date },
): Promise<readonly Delivery[]> {
  const [told, holder, recipients] = await Promise.all([
    ports.agencies.get(agencyId),
    // Whoever is told further up reads where it is late.
    rule.audience === 'tiers' ? ports.agencies.get(event.holderAgencyId ?? agencyId) : undefined,
    admins ? ports.officers.admins(agencyId, within) : ports.officers.recipients(agencyId, within),
  ]);
  const base = delivery(event, rule, (holder ?? told).name, now);
  const when = waitsForTheDay(mayWake(rule.template, event) ? undefined : told.timeZone, now);
  const call = { template: rule.template, danger: event.danger, clock: event.late?.clock };
  return recipients.flatMap((officer) =>
    officerChannels(officer, call).map((channel): Delivery => {
      const planned: Delivery = {
        ...base,
        _id: `${eventKeyOf(event, rule)}:${officer.officerId}:${channel}`,
        recipient: officer.officerId,
        agencyId,
        values: {
          ...base.values,
          ...(within ? { confined: 'true' } : {}),
          ...(admins ? { admins: 'true' } : {}),
          ...(event.late ? { clock: event.late.clock, percent: String(event.late.percent) } : {}),
        },
        channel,
        language: officer.language,
        ...when,
      };
      const gather = gatherKeyOf(planned);
      return gather === undefined ? planned : { ...planned, gather };
    }),
  );
}

/** A call goes besides the notice of the same event; of a message it takes its place. */
function eventKeyOf({ id, name }: NoticedEvent, { calls }: NoticeRule): string {
  return calls && name !== 'ReporterMessageAdded' ? `${id}:danger` : id;
}

/** Whoever the reporter let look: by their own account, for they need not be anybody's of the agencies that have it. */
async function forOverseers(
  event: NoticedEvent,
  rule: NoticeRule,
  ports: PlanPorts,
  now: Date,
): Promise<readonly Delivery[]> {
  const { areaCode, holderAgencyId = '' } = event;
  const overseers = await ports.accounts.overseers(areaCode, holderAgencyId);
  return overseers.flatMap((overseer): readonly Delivery[] => {
    const { officerId, agencyId, email, phone, language, timeZone } = overseer;
    const channel = email !== '' ? 'email' : phone !== '' ? 'sms' : undefined;
    if (channel === undefined) return [];
    const base = delivery(event, rule, undefined, now);
    return [
      {
        ...base,
        _id: `${event.id}:${officerId}:${channel}`,
        recipient: officerId,
        agencyId,
        channel,
        language,
        ...waitsForTheDay(timeZone, now),
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
