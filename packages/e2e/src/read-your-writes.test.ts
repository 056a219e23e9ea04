import { randomBytes } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { timestampNow } from '@bufbuild/protobuf/wkt';
import { CallerKind, CallerSchema } from '@lapor/contracts/common/v1/common';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { CaseStatus } from '@lapor/contracts/routing/v1/case';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { trackingIdFromBytes } from '@lapor/kernel';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, forTriage, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

const AT_ONCE = 50;

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

/** Fifty at once, so that events are far behind the commands. */
const each = <Result>(work: (number: number) => Promise<Result>, count = AT_ONCE) =>
  Promise.all(Array.from({ length: count }, (_, number) => work(number)));

test('a command that was accepted is visible to the next one, from whoever it comes (pain 11)', async () => {
  const [admin, roads] = await Promise.all([city.as('cityAdmin'), city.as('roads')]);
  const ids = await each(async (number) => {
    const receipt = await city.file(forTriage({ title: `Laporan ${number}` }));
    const { trackingId } = receipt;
    // Without a pause, and without `Prefer: wait`: routing has not heard of it yet.
    expect((await admin.do(trackingId, { command: 'dispose', agencyId: agencyId('roads') })).status).toBe(
      'assigned',
    );
    expect((await roads.do(trackingId, followUp())).status).toBe('in_progress');
    expect((await roads.do(trackingId, solved())).status).toBe('answered');
    expect((await city.view(trackingId)).status).toBe('answered');
    good(await city.reporter(receipt, { command: 'not-solved' }), 200);
    expect((await roads.view(trackingId)).status).toBe('in_progress');
    await roads.do(trackingId, solved({ text: 'Sudah diulang dan diperiksa pengawas.' }));
    good(await city.reporter(receipt, { command: 'solved', rating: 4 }), 200);
    return trackingId;
  });
  expect(new Set(ids).size).toBe(AT_ONCE);
  const { figures } = await city.summaryOf({ received: AT_ONCE, closed: AT_ONCE });
  expect(figures).toMatchObject({ closed: AT_ONCE, rating: { count: AT_ONCE, mean: 4 } });
});

test('the reporter acts on a complaint filed a moment ago', async () => {
  const statuses = await each(async () => {
    const receipt = await city.file(aboutARoad());
    return good<{ status: string }>(await city.reporter(receipt, { command: 'withdraw' }), 200).status;
  });
  expect(new Set(statuses)).toEqual(new Set(['withdrawn']));
});

test('lists show what was just filed and just moved', async () => {
  const roads = await city.as('roads');
  const ids = await each(async () => {
    const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=10' });
    expect((await roads.inbox('status=assigned&pageSize=200')).map(({ id }) => id)).toContain(trackingId);
    await roads.do(trackingId, followUp());
    const left = await roads.inbox('status=assigned&pageSize=200');
    expect(left.map(({ id }) => id)).not.toContain(trackingId);
    return trackingId;
  }, 12);
  const working = (await roads.inbox('status=in_progress&pageSize=200')).map(({ id }) => id);
  expect(working).toEqual(expect.arrayContaining(ids));
});

test('of many officers who answer at once one wins, and the others are told why not', async () => {
  const roads = await city.as('roads');
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=10' });
  const answers = await each(() => roads.try(trackingId, solved()));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const { status, json } of answers.filter((answer) => answer.status !== 200)) {
    expect(status).toBe(409);
    // Come while the first one's was under way, or after it.
    expect(['conflict', 'illegal']).toContain((json as { code: string }).code);
    expect(json).toMatchObject({ caseStatus: 'answered', legal: ['note'] });
  }
  const view = await roads.view(trackingId);
  expect(view.timeline.filter(({ type }) => type === 'CaseAnswered')).toHaveLength(1);
});

test('of two who decided on the same version one wins; the other learns how the case stands now, over HTTP and gRPC', async () => {
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=10' });
  const roads = await city.as('roads');
  const { version } = await roads.view(trackingId);
  const { command: _command, ...body } = followUp();
  const path = `/api/v1/cases/${trackingId}/follow-up`;
  const give = () =>
    city.platform.request('POST', path, { token: roads.token, body: { ...body, expectedVersion: version } });
  const answers = await Promise.all([give(), give(), give()]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const now = await roads.view(trackingId);
  for (const { status, json } of answers.filter((answer) => answer.status !== 200)) {
    expect(status).toBe(409);
    expect(json).toMatchObject({ code: 'conflict', caseStatus: 'in_progress', legal: now.legal });
  }

  const address = city.platform.grpcAddress('routing');
  const client = createClient(RoutingService, openChannel({ address }));
  const caller = create(CallerSchema, { kind: CallerKind.REPORTER, trackingId });
  const late = { caseId: trackingId, commandId: 'terlambat', expectedVersion: BigInt(version) };
  const withdraw = { ...late, command: { case: 'withdraw', value: { text: '' } } as const };
  await expect(client.execute(withdraw, { caller })).rejects.toMatchObject({
    code: 'conflict',
    extra: { status: 'in_progress', version: now.version, legal: expect.arrayContaining(['withdraw']) },
  });
  const illegal = {
    ...late,
    expectedVersion: 0n,
    command: { case: 'rate', value: { rating: 4, text: '' } } as const,
  };
  await expect(client.execute(illegal, { caller })).rejects.toMatchObject({
    code: 'illegal',
    extra: { status: 'in_progress', legal: expect.arrayContaining(['withdraw']) },
  });
});

test('a command brings along the complaint it is about, and no other', async () => {
  const client = createClient(RoutingService, openChannel({ address: city.platform.grpcAddress('routing') }));
  const [trackingId, other] = [trackingIdFromBytes(randomBytes(6)), trackingIdFromBytes(randomBytes(6))];
  const filing = {
    trackingId,
    areaCode: aboutARoad().area ?? '',
    categoryCode: aboutARoad().category ?? '',
    submittedAt: timestampNow(),
  };
  const withdraw = (caseId: string) =>
    client.execute(
      { caseId, commandId: 'tarik', filing, command: { case: 'withdraw', value: { text: '' } } },
      { caller: create(CallerSchema, { kind: CallerKind.REPORTER, trackingId: caseId }) },
    );
  await expect(withdraw(other)).rejects.toMatchObject({ code: 'not_found' });
  expect((await withdraw(trackingId)).case?.snapshot?.status).toBe(CaseStatus.WITHDRAWN);
  const again = await withdraw(trackingId);
  expect(again).toMatchObject({ replayed: true, case: { version: 2n } });
});
