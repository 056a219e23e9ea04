import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { SYSTEM_CALLER } from '@lapor/contracts';
import { type Caller, CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import { DeadLettersService } from '@lapor/contracts/events/v1/dead_letters';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { AppError, systemClock } from '@lapor/kernel';
import { openAggregateStore, openSequenceGuard } from '@lapor/store';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countingServices } from '../fixtures/counting-services.ts';
import { hostAll } from '../host/host-all.ts';
import { createLogger } from '../logger.ts';
import type { ServiceName, StartService } from './platform.ts';
import { subscriptionTo } from './published-events.ts';
import type { RunningHost } from '../host/running-host.ts';

/** A busy machine takes its time. */
const PATIENT = { timeout: 30_000 };

let folder: string;
let host: RunningHost;
/** While true, reporting cannot handle what it hears, for good. */
let broken: boolean;
const heard: number[] = [];

const reporting: StartService = async (platform) => {
  const guard = openSequenceGuard(platform.store, 'reporting-routing');
  await platform.store.ready();
  await platform.bus.subscribe(
    subscriptionTo(platform, 'routing', guard, async ({ pubSeq }) => {
      if (broken) throw new AppError('internal', 'the table of units is gone');
      heard.push(pubSeq);
    }),
  );
  return { ready: async () => {}, stop: async () => {} };
};

/** While true, the events of the aggregate "odd" have no name that a bus takes. */
let odd: boolean;
let write: (id: string, times: number) => Promise<void>;
const published: string[] = [];

const notification: StartService = async (platform) => {
  const store = openAggregateStore<object, { type: 'Noted'; data: Record<string, never> }>(
    {
      name: 'notes',
      context: 'notification',
      schema: 1,
      evolve: () => ({}),
      publish: (_event, _state, { aggregateId }) => ({
        type: odd && aggregateId === 'odd' ? 'Noted' : 'lapor.notification.v1.Noted',
        body: '{}',
      }),
      isPublished: () => true,
    },
    { connection: platform.store, onWritten: (hint) => relay.notify(hint) },
  );
  const relay = platform.relay(store.outbox);
  await platform.store.ready();
  await platform.bus.subscribe({
    durable: 'notification',
    context: 'notification',
    guard: openSequenceGuard(platform.store, 'notes'),
    handle: async ({ id }) => void published.push(id),
    fetchMissing: () => Promise.reject(new Error('there is no gap')),
  });
  write = async (aggregateId, times) => {
    for (let at = 1; at <= times; at += 1) {
      const command = {
        aggregateId,
        commandId: `note ${at}`,
        bodyHash: '',
        actor: { kind: 'system' },
      } as const;
      await store.execute(command, () => [{ type: 'Noted', data: {} }]);
    }
  };
  return { ready: async () => {}, stop: async () => {} };
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-dead-'));
  const { intake, routing } = countingServices();
  heard.length = 0;
  published.length = 0;
  broken = true;
  odd = true;
  host = await hostAll({
    services: { intake, routing, notification, reporting },
    dataFolder: join(folder, 'data'),
    keysFolder: join(folder, 'keys'),
    env: {},
    clock: systemClock,
    log: createLogger({ level: 'silent' }),
  });
});

afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true });
});

const NATIONAL = officer(Role.NATIONAL_ADMIN);

function officer(role: Role): Caller {
  return create(CallerSchema, {
    kind: CallerKind.OFFICER,
    officerId: 'O',
    role,
    agencyId: 'A',
    agencyPath: ['A'],
  });
}

async function asking<Answer>(
  service: ServiceName,
  ask: (client: ReturnType<typeof createClient<typeof DeadLettersService>>) => Promise<Answer>,
): Promise<Answer> {
  const channel = openChannel({ address: host.address(service) });
  try {
    return await ask(createClient(DeadLettersService, channel));
  } finally {
    channel.close();
  }
}

const lettersOf = async (service: ServiceName, caller: Caller = NATIONAL) =>
  (await asking(service, (client) => client.listDeadLetters({}, { caller }))).letters;
const replay = (service: ServiceName, id: string, caller: Caller = NATIONAL) =>
  asking(service, (client) => client.replayDeadLetter({ id }, { caller }));

async function countUp(times: number): Promise<void> {
  const channel = openChannel({ address: host.address('intake') });
  for (let i = 0; i < times; i += 1)
    await createClient(IntakeService, channel).getSubmission({ trackingId: 'A' }, { caller: SYSTEM_CALLER });
  channel.close();
}

test('a service tells of its dead letters and takes them up again, in order', async () => {
  await countUp(3);
  await vi.waitFor(async () => expect((await lettersOf('reporting'))[0]?.waitingBehind).toBe(2), PATIENT);
  const [letter] = await lettersOf('reporting');
  expect(letter).toMatchObject({
    service: 'reporting',
    reason: 'internal: the table of units is gone',
    attempts: 1,
    event: { aggregateId: 'A', pubSeq: 1, type: 'lapor.routing.v1.Counted', body: '{}' },
  });
  const id = letter?.id ?? '';

  await replay('reporting', id);
  await vi.waitFor(
    async () => expect((await lettersOf('reporting'))[0]?.at).not.toEqual(letter?.at),
    PATIENT,
  );
  expect(heard).toEqual([]);

  broken = false;
  await replay('reporting', id, SYSTEM_CALLER);
  await vi.waitFor(async () => expect(await lettersOf('reporting')).toEqual([]), PATIENT);
  expect(heard).toEqual([1, 2, 3]);
  await countUp(1);
  await vi.waitFor(() => expect(heard).toEqual([1, 2, 3, 4]), PATIENT);
});

test('an event that the bus refuses is told by its owner, which stays ready and publishes all others', async () => {
  const toldBy = () => lettersOf('notification');
  await write('odd', 2);
  await vi.waitFor(async () => expect(await toldBy()).toHaveLength(1), PATIENT);
  const [letter] = await toldBy();
  expect(letter).toMatchObject({
    service: 'notification',
    reason: expect.stringContaining('invalid: type must look like') as string,
    event: { aggregateId: 'odd', pubSeq: 1 },
  });
  await write('even', 1);
  await vi.waitFor(() => expect(published).toEqual(['even:1']), PATIENT);
  expect((await host.report()).get('notification')?.ready).toBe(true);
  expect(await host.metrics.metrics()).toContain('lapor_events_refused{service="notification"} 1');

  const id = letter?.id ?? '';
  await replay('notification', id);
  await vi.waitFor(async () => expect((await toldBy())[0]?.attempts).toBeGreaterThan(1), PATIENT);
  await expect(replay('intake', id)).rejects.toMatchObject({ code: 'not_found' });
  odd = false;
  await replay('notification', id);
  await vi.waitFor(async () => expect(await toldBy()).toEqual([]), PATIENT);
  await vi.waitFor(() => expect(published).toEqual(['even:1', 'odd:1', 'odd:2']), PATIENT);
});

test('each answers for its own, and only to whom it may', async () => {
  await countUp(1);
  await vi.waitFor(async () => expect(await lettersOf('reporting', SYSTEM_CALLER)).toHaveLength(1), PATIENT);
  const id = (await lettersOf('reporting'))[0]?.id ?? '';
  expect(await lettersOf('intake')).toEqual([]);
  await expect(replay('intake', id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(replay('reporting', 'nothing')).rejects.toMatchObject({ code: 'not_found' });
  const others = [
    officer(Role.AGENCY_ADMIN),
    officer(Role.OVERSEER),
    create(CallerSchema, { kind: CallerKind.PUBLIC }),
    create(CallerSchema, { kind: CallerKind.REPORTER, trackingId: 'A' }),
    // A role without an officer is none.
    create(CallerSchema, { kind: CallerKind.UNSPECIFIED, role: Role.NATIONAL_ADMIN }),
  ];
  for (const caller of others) {
    await expect(lettersOf('reporting', caller)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(replay('reporting', id, caller)).rejects.toMatchObject({ code: 'forbidden' });
  }
  expect(await lettersOf('reporting')).toHaveLength(1);
});
