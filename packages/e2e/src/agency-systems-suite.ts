import { randomUUID } from 'node:crypto';
import type { NewComplaint, OfficerCommand, Receipt } from '@lapor/portal';
import { SYSTEM_CALLER } from '@lapor/contracts';
import { AgencyCasesService } from '@lapor/contracts/agency/v1/agency_cases';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { AnswerKind, CaseStatus, FollowUpKind } from '@lapor/contracts/routing/v1/case';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { agencyIdFor, formatTrackingId } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aboutARoad, forTriage } from './builders.ts';
import { AREA, agencyId, signIn } from './city.ts';
import type { OfficerName } from './city.ts';
import { good } from './city-at-work.ts';
import { agencySystem } from './fixtures/agency-systems.ts';
import type { AgencySystem, Hearing } from './fixtures/agency-systems.ts';
import { formWith, picture } from './pictures.ts';
import type { Platform } from './platform.ts';

/** An installation with its city, as those around it see it. */
export interface AgencyWorld extends Pick<Platform, 'request'> {
  /** Where systems of agencies call. */
  readonly door: string;
  stop(): Promise<void>;
}

/** What further tests of a profile work with. */
export interface AgencyCity {
  readonly createKey: (agencyId: string) => Promise<{ readonly key: string; readonly keyId: string }>;
  readonly revokeKey: (keyId: string) => Promise<void>;
  /** A complaint about a road; resolves when it is with its unit, or where else its fields lead it. */
  readonly file: (fields?: Partial<NewComplaint>) => Promise<string>;
}

export interface AgencySuiteOptions {
  /** Tests of this profile alone. */
  readonly more?: (city: AgencyCity) => void;
  /** Where systems also read from a durable of their own on NATS. */
  readonly readOnNats?: (key: string) => Promise<Hearing>;
}

interface ShownKey {
  readonly key: string;
  readonly agencyKey: { readonly keyId: string };
}

const NEXT_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const FOLLOW_UP = {
  kind: FollowUpKind.INSPECTION,
  text: 'Regu sudah memeriksa lubang dan mengukur luasnya.',
  nextStep: 'Menambal lubang dengan aspal dingin',
  nextDate: NEXT_WEEK,
};
const SOLVED = {
  kind: AnswerKind.SOLVED,
  text: 'Lubang sudah ditambal dan jalan dibuka kembali.',
  evidence: ['https://kota.example/foto/tambalan.jpg'],
};
const SYSTEMS = ['city', 'roads', 'health', 'inspectorate', 'nation'] as const;
type SystemName = (typeof SYSTEMS)[number];
type Way = 'gRPC' | 'NATS';

/** What systems of agencies may count on, whatever the profile. */
export function agencySystemsSuite(
  name: string,
  start: () => Promise<AgencyWorld>,
  { more = () => {}, readOnNats }: AgencySuiteOptions = {},
): void {
  describe(name, () => {
    let world: AgencyWorld;
    const systems = new Map<SystemName, AgencySystem>();
    const keys = new Map<SystemName, string>();
    const tokens = new Map<OfficerName, string>();
    const system = (of: SystemName) => systems.get(of)!;
    const cases = (of: SystemName) => system(of).client;
    const show = (of: SystemName) => system(of).options;

    beforeAll(async () => {
      world = await start();
      const ids = {
        city: agencyId('city'),
        roads: agencyId('roads'),
        health: agencyId('health'),
        inspectorate: agencyId('inspectorate'),
      };
      const open = async (of: SystemName, id: string) => {
        const { key } = await createKey(id);
        keys.set(of, key);
        systems.set(of, agencySystem(world.door, key));
      };
      for (const [of, id] of Object.entries(ids)) await open(of as SystemName, id);
      const found = await cases('city').getCase({ caseId: await file() }, show('city'));
      await open('nation', found.case?.snapshot?.holderPath[0] ?? '');
    });
    afterAll(async () => {
      for (const one of systems.values()) one.close();
      await world?.stop();
    });

    async function createKey(of: string): Promise<{ readonly key: string; readonly keyId: string }> {
      const body = { agencyId: of, label: 'e-office', reason: 'SPBE 4/2026' };
      const headers = { 'idempotency-key': randomUUID() };
      const asked = { token: await token('national'), body, headers };
      const { key, agencyKey } = good<ShownKey>(
        await world.request('POST', '/api/v1/agency-keys', asked),
        201,
      );
      return { key, keyId: agencyKey.keyId };
    }

    async function revokeKey(keyId: string): Promise<void> {
      const asked = { token: await token('national'), body: { reason: 'Sistem dimatikan' } };
      good(await world.request('POST', `/api/v1/agency-keys/${keyId}/revoke`, asked), 200);
    }

    async function token(of: OfficerName): Promise<string> {
      const known = tokens.get(of) ?? (await signIn(world, of));
      tokens.set(of, known);
      return known;
    }

    /** Filed and, where that is its way, with its unit. */
    async function file(fields: Partial<NewComplaint> = {}): Promise<string> {
      const headers = { prefer: 'wait=5' };
      const filed = await world.request('POST', '/api/v1/complaints', { body: aboutARoad(fields), headers });
      return good<Receipt>(filed, 201).trackingId;
    }

    async function officer(of: OfficerName, caseId: string, command: OfficerCommand): Promise<void> {
      const { command: name, ...body } = command;
      const path = `/api/v1/cases/${caseId}/${name}`;
      const answer = await world.request('POST', path, { token: await token(of), body });
      // Protection takes a case out of the sight of whoever asked for it.
      good(answer, name === 'privacy' ? 204 : 200);
    }

    async function reading<Of extends SystemName>(
      way: Way,
      names: readonly Of[],
      work: (readers: Readonly<Record<Of, Hearing>>) => Promise<void>,
    ): Promise<void> {
      const open = (of: Of) =>
        way === 'NATS' && readOnNats !== undefined ? readOnNats(keys.get(of) ?? '') : system(of).watch();
      const entries = await Promise.all(names.map(async (of) => [of, await open(of)] as const));
      try {
        await work(Object.fromEntries(entries) as Record<Of, Hearing>);
      } finally {
        await Promise.all(entries.map(([, reader]) => reader.stop()));
      }
    }

    describe.each(readOnNats === undefined ? (['gRPC'] as const) : (['gRPC', 'NATS'] as const))(
      'by %s',
      (way) => {
        test('a case comes to its unit and to every tier above, and to nobody beside', () =>
          reading(way, SYSTEMS, async ({ city, roads, health, inspectorate, nation }) => {
            const caseId = await file({ reporter: { name: 'Siti Rahmawati', phone: '081234567890' } });
            await roads.got(caseId, 'CaseDisposed 1');
            await city.got(caseId, 'CaseDisposed 2');
            await nation.got(caseId, 'CaseDisposed 2');
            expect(city.of(caseId)).toEqual(['CaseOpened 1', 'CaseDisposed 2']);
            expect(roads.of(caseId)).toEqual(['CaseDisposed 1']);
            const [event] = roads.events.filter((each) => each.caseId === caseId);
            expect(event?.type).toBe('lapor.routing.v1.CaseDisposed');
            expect(JSON.parse(event?.body ?? '')).toMatchObject({
              case: { caseId, status: 'CASE_STATUS_ASSIGNED', holderAgencyId: agencyId('roads') },
            });
            expect(JSON.stringify(city.events.map(({ body }) => body))).not.toMatch(/Siti|8123|Lubang/);
            expect([...health.of(caseId), ...inspectorate.of(caseId)]).toEqual([]);
          }));

        test('the event that takes a case away reaches the former holder, and is the last', () =>
          reading(way, ['roads', 'city', 'health'], async ({ roads, city, health }) => {
            const caseId = await file();
            const reason = 'Jalan ini milik provinsi, bukan milik kota.';
            const returned = await cases('roads').return({ caseId, commandId: 'r1', reason }, show('roads'));
            expect(returned.case?.snapshot).toEqual(expect.objectContaining({ caseId, holderAgencyId: '' }));
            await roads.got(caseId, 'CaseReturned 2');
            await officer('cityAdmin', caseId, { command: 'dispose', agencyId: agencyId('health') });
            await health.got(caseId, 'CaseDisposed 1');
            await city.got(caseId, 'CaseDisposed 4');
            expect(roads.of(caseId)).toEqual(['CaseDisposed 1', 'CaseReturned 2']);
            await expect(cases('roads').getCase({ caseId }, show('roads'))).rejects.toMatchObject({
              code: 'not_found',
            });
          }));

        test('a protected case reaches none but the inspectorate', () =>
          reading(way, SYSTEMS, async ({ city, roads, health, inspectorate, nation }) => {
            const caseId = await file({ aboutOfficial: true });
            await inspectorate.got(caseId, 'CaseOpened 1');
            const open = await file();
            await roads.got(open, 'CaseDisposed 1');
            await officer('cityAdmin', open, { command: 'privacy', protected: true });
            await inspectorate.got(open, 'CasePrivacyChanged 1');
            // Whatever came after would have come by now.
            const last = await file();
            for (const watched of [city, nation]) await watched.got(last, 'CaseDisposed 2');
            await roads.got(last, 'CaseDisposed 1');
            for (const watched of [city, roads, health, nation]) {
              expect(watched.of(caseId)).toEqual([]);
              expect(watched.of(open).filter((event) => event.startsWith('CasePrivacyChanged'))).toEqual([]);
            }
            expect(await listed('inspectorate')).toEqual(expect.arrayContaining([caseId, open]));
            for (const of of ['city', 'roads', 'health', 'nation'] as const) {
              expect(await listed(of)).not.toContain(caseId);
              for (const hidden of [caseId, open]) {
                const looked = cases(of).getCase({ caseId: hidden }, show(of));
                await expect(looked).rejects.toMatchObject({ code: 'not_found' });
              }
            }
            const read = await cases('inspectorate').getCase({ caseId }, show('inspectorate'));
            expect(read.case).toMatchObject({ body: aboutARoad().body, snapshot: { protected: true } });
          }));
      },
    );

    test('an agency’s system reads and works on what it and the units below hold, and nothing else', async () => {
      const caseId = await file({ reporter: { name: 'Siti Rahmawati' } });
      const found = await cases('roads').getCase({ caseId }, show('roads'));
      expect(found.case).toMatchObject({
        body: aboutARoad().body,
        legal: ['ask', 'return', 'follow_up', 'answer', 'note'],
      });
      expect(JSON.stringify(found, bigints)).not.toContain('Siti');
      for (const of of ['health', 'inspectorate'] as const) {
        await expect(cases(of).getCase({ caseId }, show(of))).rejects.toMatchObject({ code: 'not_found' });
        const command = { caseId, commandId: 'c1', ...FOLLOW_UP };
        await expect(cases(of).followUp(command, show(of))).rejects.toMatchObject({ code: 'not_found' });
        expect(await listed(of)).not.toContain(caseId);
      }
      for (const of of ['roads', 'city', 'nation'] as const) expect(await listed(of)).toContain(caseId);
      const foreign = cases('roads').listCases({ agencyId: agencyId('health') }, show('roads'));
      await expect(foreign).rejects.toMatchObject({ code: 'forbidden' });
    });

    test('notes and drafts: the table of who may do what holds for systems too, and one pair of eyes is a person', async () => {
      const units = 'key,name,kind,four_eyes\nair,Perusahaan Air,unit,yes';
      const officers =
        'username,name,role,unit_key\nkepala.air,Ratih,supervisor,air\npetugas.air,Galih,liaison,air';
      const initialPassword = 'kata sandi percobaan';
      const body = { area: AREA, units, officers, initialPassword, reason: 'BLUD baru' };
      const asked = { token: await token('national'), body };
      good(await world.request('POST', '/api/v1/directory/import', asked), 200);
      const water = agencyIdFor(`${AREA}/air`);
      const filed = { body: forTriage(), headers: { prefer: 'wait=5' } };
      const { trackingId: caseId } = good<Receipt>(
        await world.request('POST', '/api/v1/complaints', filed),
        201,
      );
      await officer('cityAdmin', caseId, { command: 'dispose', agencyId: water });
      const own = agencySystem(world.door, (await createKey(water)).key);
      const note = { caseId, text: 'Pipa induk diganti hari Rabu.' };
      const draft = { caseId, ...SOLVED };
      const call = {
        addNote: (by: AgencySystem) => by.client.addNote({ ...note, commandId: 'n1' }, by.options),
        draftAnswer: (by: AgencySystem) => by.client.draftAnswer({ ...draft, commandId: 'd1' }, by.options),
        releaseAnswer: (by: AgencySystem, expectedVersion = 0n) =>
          by.client.releaseAnswer({ caseId, commandId: 'x1', expectedVersion }, by.options),
        sendBackDraft: (by: AgencySystem) =>
          by.client.sendBackDraft({ caseId, commandId: 's1', reason: 'Belum lengkap.' }, by.options),
      };
      for (const of of ['roads', 'health', 'inspectorate'] as const)
        for (const command of Object.values(call))
          await expect(command(system(of))).rejects.toMatchObject({ code: 'not_found' });
      expect((await call.addNote(own)).case?.legal).toEqual([
        'ask',
        'return',
        'follow_up',
        'draft_answer',
        'note',
      ]);
      expect((await call.addNote(own)).replayed).toBe(true);
      await expect(call.releaseAnswer(own)).rejects.toMatchObject({ code: 'illegal' });
      await call.draftAnswer(own);
      for (const by of [own, system('city')])
        for (const name of ['releaseAnswer', 'sendBackDraft'] as const)
          await expect(call[name](by)).rejects.toMatchObject({ code: 'forbidden' });
      const signed = await world.request('POST', '/api/v1/sessions', {
        body: { username: 'petugas.air', password: initialPassword },
      });
      const { token: liaison } = good<{ token: string }>(signed, 201);
      const { kind: _kind, ...words } = SOLVED;
      const path = `/api/v1/cases/${caseId}/draft`;
      good(await world.request('POST', path, { token: liaison, body: { ...words, kind: 'solved' } }), 200);
      const read = await own.client.getCase({ caseId }, own.options);
      expect(read.case?.steps.map(({ type, text }) => [type, text])).toEqual(
        expect.arrayContaining([
          ['CaseNoteAdded', note.text],
          ['AnswerDrafted', SOLVED.text],
        ]),
      );
      const unread = { code: 'invalid', issues: [{ field: 'expectedVersion' }] };
      await expect(call.releaseAnswer(own)).rejects.toMatchObject(unread);
      const released = await call.releaseAnswer(own, read.case?.version);
      expect(released.case?.snapshot?.status).toBe(CaseStatus.ANSWERED);
      const seen = await world.request('GET', `/api/v1/complaints/${caseId}`);
      expect(seen.text).not.toMatch(/CaseNoteAdded|AnswerDrafted|Pipa induk/);
      own.close();
    });

    test('a case that others follow says how many, and each of them which one work goes on with', async () => {
      const [master, follower] = [await file(), await file()];
      await officer('cityAdmin', follower, { command: 'merge', masterId: master });
      const read = async (caseId: string) =>
        (await cases('roads').getCase({ caseId }, show('roads'))).case?.snapshot?.masterCaseId;
      expect(await read(follower)).toBe(master);
      expect(await read(master)).toBe('');
      const led = await cases('roads').getCase({ caseId: master }, show('roads'));
      expect(led.case?.members).toBe(1);
      const command = { caseId: follower, commandId: 'm1', ...FOLLOW_UP };
      const refused: unknown = await cases('roads')
        .followUp(command, show('roads'))
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'illegal', extra: { masterId: master } });
      expect(String(refused)).toContain(formatTrackingId(master));
    });

    async function listed(of: SystemName): Promise<readonly string[]> {
      const ids: string[] = [];
      for (let pageToken = ''; ;) {
        const page = await cases(of).listCases({ pageSize: 200, pageToken }, show(of));
        ids.push(...page.cases.map(({ snapshot }) => snapshot?.caseId ?? ''));
        pageToken = page.nextPageToken;
        if (pageToken === '') return ids;
      }
    }

    test('the holder’s question and what became of a promise come from a system too; the steps say what comes next', async () => {
      const caseId = await file();
      const [client, options] = [cases('roads'), show('roads')];
      const question = { caseId, commandId: 'q1', question: 'Di depan toko yang mana?' };
      await expect(client.ask({ ...question, question: ' ' }, options)).rejects.toMatchObject({
        code: 'invalid',
      });
      await expect(cases('health').ask(question, show('health'))).rejects.toMatchObject({
        code: 'not_found',
      });
      const asked = await client.ask(question, options);
      expect(asked.case?.snapshot?.status).toBe(CaseStatus.HELD);
      expect((await client.ask(question, options)).replayed).toBe(true);
      const kept = {
        caseId,
        commandId: 'p1',
        text: 'Sudah diaspal.',
        evidence: ['https://kota.example/a.jpg'],
      };
      await expect(client.reportPromise(kept, options)).rejects.toMatchObject({
        code: 'illegal',
        extra: { legal: ['note'] },
      });

      const other = await file();
      expect((await client.getCase({ caseId: other }, options)).case?.legal).toContain('ask');
      const followed = await client.followUp({ caseId: other, commandId: 'f1', ...FOLLOW_UP }, options);
      expect(followed.case?.steps.at(-1)).toMatchObject({ nextDate: NEXT_WEEK });
      const better = agencyId('health');
      const back = { caseId: other, commandId: 'r1', reason: 'Halaman puskesmas.', betterAgencyId: better };
      await client.return(back, options);
      const seen = await cases('city').getCase({ caseId: other }, show('city'));
      expect(seen.case?.steps.at(-1)).toMatchObject({ type: 'CaseReturned', betterAgencyId: better });
    });

    test('photos that an officer attached are evidence of a system’s answer too, those of another case are none', async () => {
      const [caseId, other] = [await file(), await file()];
      const sent = { token: await token('roads'), body: formWith([await picture(1)]) };
      const { attachments } = good<{ attachments: { id: string }[] }>(
        await world.request('POST', `/api/v1/cases/${caseId}/attachments`, sent),
        201,
      );
      const photos = attachments.map(({ id }) => id);
      const shown = { commandId: 'f1', ...SOLVED, evidence: [], photos };
      const [client, options] = [cases('roads'), show('roads')];
      await expect(client.answer({ ...shown, caseId: other }, options)).rejects.toMatchObject({
        code: 'invalid',
        issues: [{ field: 'photos' }],
      });
      const answered = await client.answer({ ...shown, caseId }, options);
      expect(answered.case?.steps.at(-1)).toMatchObject({ type: 'CaseAnswered', photos });
      // One that the system sends itself, through the same door.
      const image = new Uint8Array(await picture(2));
      const { photoId } = await client.attachPhoto({ caseId: other, image }, options);
      expect(await client.attachPhoto({ caseId: other, image }, options)).toMatchObject({ photoId });
      const own = { ...shown, caseId: other, photos: [photoId] };
      const told = await client.answer(own, options);
      expect(told.case?.steps.at(-1)).toMatchObject({ type: 'CaseAnswered', photos: [photoId] });
      const officer = await world.request('GET', `/api/v1/complaints/${other}/attachments/${photoId}`, {
        token: await token('roads'),
      });
      expect(officer.status).toBe(200);
      const refused = (of: 'roads' | 'health', request: { caseId: string; image: Uint8Array }) =>
        cases(of)
          .attachPhoto(request, show(of))
          .catch((error: unknown) => error);
      expect(await refused('roads', { caseId: other, image })).toMatchObject({ code: 'illegal' });
      const third = await file();
      expect(await refused('health', { caseId: third, image })).toMatchObject({ code: 'not_found' });
      const words = new TextEncoder().encode('no picture');
      expect(await refused('roads', { caseId: third, image: words })).toMatchObject({ code: 'unsupported' });
      const large = new Uint8Array(4_000_001);
      expect(await refused('roads', { caseId: third, image: large })).toMatchObject({ code: 'too_large' });
    });

    test('a command sent twice is done once; a wrong one names field and rule', async () => {
      const caseId = await file();
      const command = { caseId, commandId: 'e-office:1', ...FOLLOW_UP };
      const first = await cases('roads').followUp(command, show('roads'));
      expect(first).toMatchObject({
        replayed: false,
        case: { snapshot: { status: CaseStatus.IN_PROGRESS } },
      });
      expect(await cases('roads').followUp(command, show('roads'))).toMatchObject({ replayed: true });
      const other = cases('roads').followUp({ ...command, nextStep: 'Menutup jalan' }, show('roads'));
      await expect(other).rejects.toMatchObject({ code: 'unprocessable' });
      const wrong: readonly (readonly [Parameters<AgencySystem['client']['followUp']>[0], string])[] = [
        [{ ...command, commandId: '' }, 'commandId'],
        [{ ...command, commandId: '2', text: 'Noted, terima kasih' }, 'text'],
        [{ ...command, commandId: '3', nextDate: 'besok' }, 'nextDate'],
        [{ ...command, commandId: '4', evidence: Array.from({ length: 11 }, () => 'x') }, 'evidence'],
      ];
      for (const [request, field] of wrong) {
        const refused = cases('roads').followUp(request, show('roads'));
        await expect(refused).rejects.toMatchObject({ code: 'invalid', issues: [{ field }] });
      }
      const stale = { caseId, commandId: '5', expectedVersion: 1n, ...SOLVED };
      await expect(cases('roads').answer(stale, show('roads'))).rejects.toMatchObject({ code: 'conflict' });
      // The city's own system may answer for its unit.
      const answered = await cases('city').answer({ caseId, commandId: '1', ...SOLVED }, show('city'));
      expect(answered.case).toMatchObject({ snapshot: { status: CaseStatus.ANSWERED }, legal: ['note'] });
      expect(answered.case?.steps.at(-1)).toMatchObject({ type: 'CaseAnswered', actor: 'machine' });
      const again = cases('roads').answer({ caseId, commandId: '6', ...SOLVED }, show('roads'));
      await expect(again).rejects.toMatchObject({ code: 'illegal', extra: { status: 'answered' } });
    });

    test('a watch goes on after the last resume token, without loss', async () => {
      const first = await file();
      const begun = system('city').watch();
      await begun.got(first, 'CaseDisposed 2');
      await begun.stop();
      const { resumeToken } = begun.events.find(({ caseId }) => caseId === first)!;
      const second = await file();
      const resumed = system('city').watch(resumeToken);
      await resumed.got(second, 'CaseDisposed 2');
      expect(resumed.of(first)).toEqual(['CaseDisposed 2']);
      expect(resumed.of(second)).toEqual(['CaseOpened 1', 'CaseDisposed 2']);
      await resumed.stop();
      const wrong = system('city').watch('yesterday');
      await wrong.ended;
      expect(wrong.failure()).toMatchObject({ code: 'invalid', issues: [{ field: 'resumeToken' }] });
    });

    test('without a key that opens nothing is told; a revoked one ends what it watches within ten seconds', async () => {
      const { key, keyId } = await createKey(agencyId('health'));
      const mine = agencySystem(world.door, key);
      const watched = mine.watch();
      expect(await mine.client.listCases({}, mine.options)).toBeDefined();
      await revokeKey(keyId);
      const revokedAt = performance.now();
      await watched.ended;
      expect(performance.now() - revokedAt).toBeLessThan(10_000);
      expect(watched.failure()).toMatchObject({ code: 'unauthenticated' });
      for (const options of [
        mine.options,
        {},
        { authorization: 'Bearer lak_nobody_0000000000000000000000000000' },
        { authorization: `Basic ${key}` },
      ]) {
        await expect(mine.client.listCases({}, options)).rejects.toMatchObject({ code: 'unauthenticated' });
      }
      mine.close();
    });

    more({ createKey, file, revokeKey });

    test('nothing else is served at this door, whoever one says to be', async () => {
      const channel = openChannel({ address: world.door });
      const caller = SYSTEM_CALLER;
      const inner = createClient(RoutingService, channel);
      await expect(inner.listMembers({ caseId: 'x' }, { caller })).rejects.toMatchObject({
        code: 'unsupported',
      });
      const outer = createClient(AgencyCasesService, channel);
      await expect(outer.listCases({}, { caller })).rejects.toMatchObject({ code: 'unauthenticated' });
      channel.close();
    });
  });
}

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
