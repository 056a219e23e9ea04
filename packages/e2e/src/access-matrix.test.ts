import { create } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { ArchiveReason, AnswerKind, FollowUpKind, RevealPurpose } from '@lapor/contracts/routing/v1/case';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import type { ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import { agencyIdFor, AppError } from '@lapor/kernel';
import type { OfficerCaseView, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { DEPOT, enterAllRoles, PLACES } from './fixtures/all-roles.ts';
import type { Somebody } from './fixtures/all-roles.ts';
import { picture, sendImages } from './pictures.ts';

// Who may do what, walked from outside: every role at every place, every command, every kind of case, over HTTP and over routing's
// own gRPC. What the table here does not say must be refused, and must have changed nothing.

type Kind = 'ordinary' | 'secret' | 'protected';
type Command = keyof typeof BODIES;

const KINDS: Readonly<Record<Kind, object>> = {
  ordinary: {},
  secret: { secret: true },
  protected: { aboutOfficial: true, agency: agencyId('roads') },
};

const TEXT = 'Petugas memeriksa lubang di depan pasar dan mengukur luasnya.';
/** A command as it is accepted from whoever may give it. */
const BODIES = {
  dispose: { agencyId: agencyId('health') },
  ask: { question: 'Di depan nomor berapa?' },
  archive: { reason: 'not_a_public_service', text: TEXT },
  refer: { bodyName: 'Polresta Barelang', contact: '110', reference: 'LP/1', text: TEXT },
  return: { reason: TEXT },
  'follow-up': { kind: 'inspection', text: TEXT, nextStep: 'Menambal lubang', nextDate: '2026-03-10' },
  answer: { kind: 'explained', text: TEXT },
  reclassify: { type: 'information', reason: TEXT },
  privacy: { protected: true },
  note: { text: TEXT },
  nudge: { text: TEXT },
  // Which one, the test says: see bodyFor.
  merge: {},
  // It follows no other.
  unmerge: {},
  reveal: { purpose: 'court_order', reason: TEXT },
  release: { report: true },
  withhold: {},
  // Nobody has objected: it is nobody's to decide.
  objection: { accept: true, text: TEXT },
  // Two eyes do at this agency: there are no drafts.
  draft: { kind: 'explained', text: TEXT },
  'release-answer': {},
  'send-back': { reason: TEXT },
  'legal-hold': { reason: TEXT },
  // Nobody put it on hold.
  'lift-legal-hold': { reason: TEXT },
  // Nothing was promised.
  promise: { text: TEXT, evidence: ['https://kota.example/foto.jpg'] },
};
const COMMANDS = Object.keys(BODIES) as Command[];

const WORK: readonly Command[] = ['ask', 'return', 'follow-up', 'answer', 'note'];
const DECIDE: readonly Command[] = [
  'dispose',
  'ask',
  'archive',
  'refer',
  'reclassify',
  'privacy',
  'note',
  'merge',
];
const ABOVE: readonly Command[] = [...DECIDE, 'reveal'];
const COORDINATE: readonly Command[] = ['note', 'nudge'];
const PUBLISH: readonly Command[] = ['release', 'withhold'];
const KEEP: readonly Command[] = ['legal-hold'];
const BOTH: readonly Command[] = [...new Set([...WORK, ...DECIDE])];

/** The table: whoever is not in it may do nothing. */
const MAY: Readonly<Record<Kind, Readonly<Record<string, readonly Command[]>>>> = (() => {
  const atRoads = { 'liaison@roads': WORK, 'supervisor@roads': WORK, 'agency_admin@roads': BOTH };
  const coordinators = { 'coordinator@roads': COORDINATE, 'coordinator@city': COORDINATE };
  const ordinary = { ...atRoads, 'agency_admin@city': ABOVE, ...coordinators };
  const inspects = ['inspectorate', 'liaison', 'supervisor', 'agency_admin'];
  // Nobody else verifies it: whoever holds it acts at once.
  const HELD: readonly Command[] = [...DECIDE, 'follow-up', 'answer'];
  const held = Object.fromEntries(inspects.map((role) => [`${role}@inspectorate`, HELD]));
  const publishing = Object.fromEntries(
    ['agency_admin@roads', 'agency_admin@city'].map((name) => [
      name,
      [...ordinary[name as keyof typeof ordinary], ...PUBLISH],
    ]),
  );
  // Of a secret case nothing is ever public.
  return {
    ordinary: { ...ordinary, ...publishing },
    secret: ordinary,
    protected: { ...held, 'inspectorate@inspectorate': [...HELD, 'reveal', ...KEEP] },
  };
})();

/** Theirs to do, at another moment: what nobody could do now is refused for that, whoever tries. */
const isForLater = ({ name, place }: Somebody, command: Command): boolean => {
  if (command === 'promise') return true;
  if (command === 'lift-legal-hold') return mayHold('ordinary', name);
  if (command === 'unmerge') return name in MAY.ordinary && MAY.ordinary[name]!.includes('dispose');
  const [role] = name.split('@');
  const supervises = role === 'supervisor' || role === 'agency_admin';
  if (place !== 'roads') return false;
  if (command === 'draft') return supervises || role === 'liaison';
  return (command === 'release-answer' || command === 'send-back') && supervises;
};

/** Who may say that what is kept of a case is not destroyed: also of one whose words they do not read. */
const mayHold = (kind: Kind, name: string): boolean =>
  name === 'inspectorate@inspectorate' || (kind !== 'protected' && name === 'national_admin@nation');

/** Who reads the words, besides those who may do something. */
const READS: Readonly<Record<Kind, readonly string[]>> = (() => {
  const overseers = ['overseer@nation', 'overseer@nation of the city', 'overseer@nation of the district'];
  return { ordinary: overseers, secret: [], protected: [] };
})();

let city: CityAtWork;
let people: readonly Somebody[];
const receipts = new Map<Kind, Receipt>();
const masters = new Map<Kind, Receipt>();
const routing = () =>
  createClient(RoutingService, openChannel({ address: city.platform.grpcAddress('routing') }));

beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  people = await enterAllRoles(city);
  for (const kind of Object.keys(KINDS) as Kind[]) {
    receipts.set(kind, await file(kind));
    // A secret one leads no other.
    masters.set(kind, await file(kind === 'secret' ? 'ordinary' : kind));
  }
});
afterAll(() => city.close());

const file = (kind: Kind) => city.file(aboutARoad({ title: 'Lubang', ...KINDS[kind] }), { prefer: 'wait=5' });
const caseOf = (kind: Kind): string => receipts.get(kind)!.trackingId;
const mayDo = (kind: Kind, { name }: Somebody, command: Command) =>
  (MAY[kind][name] ?? []).includes(command) || (command === 'legal-hold' && mayHold(kind, name));
const sees = (kind: Kind, { name }: Somebody) => name in MAY[kind] || READS[kind].includes(name);

async function give(somebody: Somebody, caseId: string, command: Command, kind: Kind) {
  const { token } = somebody;
  const path = `/api/v1/cases/${caseId}/${command}`;
  return city.platform.request('POST', path, { token, body: bodyFor(somebody, command, kind) });
}

/** Each gives it to whom it may: to the own agency, where that is all of the tree that is within reach. */
function bodyFor({ place, agencyId: own }: Somebody, command: Command, kind: Kind): object {
  if (command === 'merge') return { masterId: masters.get(kind)!.trackingId };
  if (command !== 'dispose' || place === 'nation') return BODIES[command];
  if (place === 'roads' || place === 'city') return { agencyId: agencyIdFor(DEPOT) };
  return { agencyId: own };
}

test('every command of the published document is in the table', async () => {
  const { paths } = good<{ readonly paths: Readonly<Record<string, object>> }>(
    await city.platform.request('GET', '/openapi.json'),
    200,
  );
  const prefix = '/api/v1/cases/{caseId}/';
  // What is only read is in the other matrix; photos are sent in a form, and have a test of their own.
  const published = Object.entries(paths).flatMap(([path, operations]) =>
    path.startsWith(prefix) && path !== `${prefix}attachments` && 'post' in operations ? [path] : [],
  );
  expect(published.map((path) => path.slice(prefix.length)).toSorted()).toEqual(COMMANDS.toSorted());
});

describe.each(Object.keys(KINDS) as Kind[])('a case that is %s', (kind) => {
  test('is refused to all whom the table does not name, whatever they try, and nothing has changed', async () => {
    const before = await standing(kind);
    let tried = 0;
    for (const somebody of people) {
      for (const command of COMMANDS) {
        if (mayDo(kind, somebody, command)) continue;
        const answer = await give(somebody, caseOf(kind), command, kind);
        const who = `${somebody.name} ${command}: ${answer.status} ${answer.text}`;
        expect((answer.json as { readonly code: string }).code, who).toBe(refusal(kind, somebody, command));
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(250);
    expect(await standing(kind)).toEqual(before);
  });

  test('offers each what the table says, and shows words to those who may read them', async () => {
    for (const somebody of people) {
      const { token, name } = somebody;
      const answer = await city.platform.request('GET', `/api/v1/cases/${caseOf(kind)}`, { token });
      if (!sees(kind, somebody)) {
        expect(answer.status, name).toBe(kind === 'protected' ? 404 : 200);
        expect(answer.text, name).not.toContain(aboutARoad().body);
        if (kind !== 'protected') expect((answer.json as OfficerCaseView).legal, name).toEqual([]);
        continue;
      }
      const view = answer.json as OfficerCaseView;
      const offered = [
        ...view.legal,
        ...(view.mayReveal ? ['reveal'] : []),
        ...(view.mayRelease ? PUBLISH : []),
        ...(view.mayHold ? KEEP : []),
      ];
      expect(new Set<string>(offered), name).toEqual(new Set<string>(MAY[kind][name]));
      expect(view.body, name).toBe(aboutARoad().body);
    }
  });

  test('is listed for those who read it; in no other list are its words', async () => {
    for (const somebody of people) {
      const { token, name } = somebody;
      const list = await city.platform.request('GET', '/api/v1/cases?pageSize=200', { token });
      expect(list.status, name).toBe(200);
      if (sees(kind, somebody)) expect(list.text, name).toContain(caseOf(kind));
      else if (kind === 'protected') expect(list.text, name).not.toContain(caseOf(kind));
    }
  });

  test('is refused by routing itself, whoever the gateway says is calling', async () => {
    const client = routing();
    const before = await standing(kind);
    for (const somebody of people) {
      const caller = callerFor(somebody);
      for (const command of COMMANDS) {
        if (mayDo(kind, somebody, command)) continue;
        const request = {
          caseId: caseOf(kind),
          commandId: `${somebody.name} ${command}`,
          command: messageFor(command, kind),
        };
        const code = await client.execute(request, { caller }).then(
          () => 'done',
          (error: unknown) => (error instanceof AppError ? error.code : 'broken'),
        );
        expect(code, `${somebody.name} ${command}`).toBe(refusal(kind, somebody, command));
      }
    }
    expect(await standing(kind)).toEqual(before);
  });

  test('takes photos of those who may follow it up or answer it, and of nobody else', async () => {
    const image = await picture(1);
    const before = await standing(kind);
    for (const somebody of people) {
      const headers = { authorization: `Bearer ${somebody.token}` };
      const path = `/api/v1/cases/${caseOf(kind)}/attachments`;
      const answer = await sendImages(city.platform, path, headers, [image]);
      const may = (['follow-up', 'answer'] as const).some((command) => mayDo(kind, somebody, command));
      const { code } = (await answer.json()) as { readonly code?: string };
      expect(code, somebody.name).toBe(may ? undefined : refusal(kind, somebody, 'follow-up'));
      expect(answer.status === 201, somebody.name).toBe(may);
    }
    expect(await standing(kind)).toEqual(before);
  });

  test('is worked on by those whom it names', async () => {
    for (const [name, commands] of Object.entries(MAY[kind])) {
      const somebody = people.find((each) => each.name === name)!;
      for (const command of commands) {
        // Those who hold a protected case are asked nothing by this that they could do twice.
        if (kind === 'protected' && command === 'privacy') continue;
        const { trackingId } = await file(kind);
        const answer = await give(somebody, trackingId, command, kind);
        expect([200, 204], `${name} ${command}: ${answer.text}`).toContain(answer.status);
      }
    }
  });
});

/** How it is refused: not theirs, not now, or there is no such case. */
function refusal(kind: Kind, somebody: Somebody, command: Command): 'forbidden' | 'illegal' | 'not_found' {
  if (kind === 'protected' && !sees(kind, somebody)) return 'not_found';
  if (kind === 'secret' && PUBLISH.includes(command))
    return MAY.ordinary[somebody.name]?.includes(command) === true ? 'illegal' : 'forbidden';
  if (kind !== 'protected') return isForLater(somebody, command) ? 'illegal' : 'forbidden';
  if (command === 'lift-legal-hold' || command === 'legal-hold')
    return mayHold(kind, somebody.name) ? 'illegal' : 'forbidden';
  // Those who hold a protected case hear that now is not the time; who reported is never for all of them, and nobody
  // coordinates for them.
  return command === 'reveal' || command === 'nudge' ? 'forbidden' : 'illegal';
}

/** What the platform says of the case, to whoever holds it. */
async function standing(kind: Kind): Promise<unknown> {
  const holder = people.find(
    ({ name }) => name === (kind === 'protected' ? 'inspectorate@inspectorate' : 'liaison@roads'),
  );
  const { token } = holder!;
  const { json } = await city.platform.request('GET', `/api/v1/cases/${caseOf(kind)}`, { token });
  const { version, status, timeline } = json as OfficerCaseView;
  return { version, status, timeline };
}

const TOP = agencyIdFor('nasional');
const PATHS: Readonly<Record<Somebody['place'], readonly string[]>> = {
  nation: [TOP],
  city: [TOP, agencyId('city')],
  roads: [TOP, agencyId('city'), agencyId('roads')],
  health: [TOP, agencyId('city'), agencyId('health')],
  inspectorate: [TOP, agencyId('city'), agencyId('inspectorate')],
  elsewhere: [TOP, agencyIdFor('otorita'), agencyIdFor(PLACES.elsewhere)],
};

function callerFor({ role, place, agencyId: own, officerId, scope }: Somebody) {
  return create(CallerSchema, {
    kind: CallerKind.OFFICER,
    officerId,
    role: Role[role.toUpperCase() as keyof typeof Role],
    agencyId: own,
    agencyPath: [...PATHS[place]],
    scopeAgencyId: scope?.scopeAgencyId ?? '',
    scopeAreaCode: scope?.scopeArea ?? '',
  });
}

const MESSAGES: Readonly<
  Record<Command, NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']>>
> = {
  dispose: { case: 'dispose', value: { agencyId: agencyId('health') } },
  ask: { case: 'ask', value: { question: 'Di depan nomor berapa?' } },
  archive: { case: 'archive', value: { reason: ArchiveReason.SPAM, text: TEXT } },
  refer: { case: 'refer', value: { bodyName: 'Polresta', contact: '110', reference: 'LP/1', text: TEXT } },
  return: { case: 'return', value: { reason: TEXT } },
  'follow-up': {
    case: 'followUp',
    value: { kind: FollowUpKind.INSPECTION, text: TEXT, nextStep: 'Menambal', nextDate: '2026-03-10' },
  },
  answer: { case: 'answer', value: { kind: AnswerKind.EXPLAINED, text: TEXT } },
  reclassify: { case: 'reclassify', value: { type: 'information', reason: TEXT } },
  privacy: { case: 'setPrivacy', value: { protected: true } },
  note: { case: 'note', value: { text: TEXT } },
  nudge: { case: 'nudge', value: { text: TEXT } },
  reveal: { case: 'reveal', value: { purpose: RevealPurpose.COURT_ORDER, reason: TEXT } },
  release: { case: 'releaseWords', value: { report: true, title: 'Lubang', body: TEXT } },
  withhold: { case: 'withholdWords', value: {} },
  objection: { case: 'decideObjection', value: { accept: true, text: TEXT } },
  draft: { case: 'draftAnswer', value: { answer: { kind: AnswerKind.EXPLAINED, text: TEXT } } },
  'release-answer': { case: 'releaseAnswer', value: {} },
  'send-back': { case: 'sendBackDraft', value: { reason: TEXT } },
  merge: { case: 'merge', value: {} },
  unmerge: { case: 'unmerge', value: {} },
  'legal-hold': { case: 'setLegalHold', value: { reason: TEXT } },
  'lift-legal-hold': { case: 'liftLegalHold', value: { reason: TEXT } },
  promise: { case: 'reportPromise', value: { text: TEXT, evidence: ['https://kota.example/foto.jpg'] } },
};

function messageFor(command: Command, kind: Kind) {
  if (command !== 'merge') return MESSAGES[command];
  return { case: 'merge', value: { masterCaseId: masters.get(kind)!.trackingId } } as const;
}
