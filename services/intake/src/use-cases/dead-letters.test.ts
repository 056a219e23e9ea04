import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import { DeadLetterSchema, ListDeadLettersResponseSchema } from '@lapor/contracts/events/v1/dead_letters';
import { ReplayDeadLetterResponseSchema } from '@lapor/contracts/events/v1/dead_letters';
import { AppError } from '@lapor/kernel';
import { expect, test } from 'vitest';
import { listDeadLetters, replayDeadLetter } from './dead-letters.ts';
import type { DeadLetterClients } from '../remotes/dead-letter-clients.ts';

const national = create(CallerSchema, { kind: CallerKind.OFFICER, role: Role.NATIONAL_ADMIN });

const BODIES = new Map([
  [2, 'not JSON'],
  [4, '{"case":{"caseId":"1","areaCode":"21.71","protected":true}}'],
  [5, '{"filing":{"trackingId":"1","areaCode":"21.71","protected":true}}'],
]);

/** Services that have these letters: id and hour; `undefined`: does not answer. */
function services(have: Readonly<Record<keyof DeadLetterClients, readonly [string, number][] | undefined>>) {
  const replayed: string[] = [];
  const clients = Object.fromEntries(
    Object.entries(have).map(([service, letters]) => [
      service,
      {
        async listDeadLetters() {
          if (letters === undefined) throw new AppError('unavailable', `${service} is down`);
          return create(ListDeadLettersResponseSchema, {
            letters: letters.map(([id, hour]) =>
              create(DeadLetterSchema, {
                id,
                service,
                at: timestampFromDate(new Date(Date.UTC(2026, 0, 1, hour))),
                event: { body: BODIES.get(hour) ?? '{"seq":1}' },
              }),
            ),
          });
        },
        async replayDeadLetter({ id }: { readonly id: string }) {
          replayed.push(`${service} ${id}`);
          return create(ReplayDeadLetterResponseSchema);
        },
      },
    ]),
  ) as unknown as DeadLetterClients;
  return { clients, replayed };
}

test('the letters of all services come together, oldest first, and who did not answer is said', async () => {
  const { clients } = services({
    intake: [],
    directory: [],
    routing: undefined,
    notification: [
      ['n1', 1],
      ['n3', 3],
    ],
    reporting: [['r2', 2]],
  });
  const { letters, silent } = await listDeadLetters(clients, national);
  expect(letters.map(({ id }) => id)).toEqual(['n1', 'r2', 'n3']);
  expect(letters.map(({ event }) => event.body)).toEqual([{ seq: 1 }, 'not JSON', { seq: 1 }]);
  expect(silent).toEqual(['routing']);
});

test('what is said of a protected case is not for the operator', async () => {
  const letters = { intake: [], directory: [], notification: [], reporting: [] };
  const hidden: readonly [string, number][] = [
    ['h4', 4],
    ['h5', 5],
  ];
  const { clients } = services({ ...letters, routing: hidden });
  const listed = (await listDeadLetters(clients, national)).letters;
  expect(listed.map(({ event }) => event.body)).toEqual([{ protected: true }, { protected: true }]);
});

test('a replay goes to the owner; nobody is said to have none while one is silent', async () => {
  const { clients, replayed } = services({
    intake: [],
    directory: [],
    routing: undefined,
    notification: [['n1', 1]],
    reporting: [],
  });
  await replayDeadLetter(clients, national, 'n1');
  expect(replayed).toEqual(['notification n1']);
  await expect(replayDeadLetter(clients, national, 'x')).rejects.toMatchObject({ code: 'unavailable' });
  const { clients: all } = services({
    intake: [],
    directory: [],
    routing: [],
    notification: [],
    reporting: [],
  });
  await expect(replayDeadLetter(all, national, 'x')).rejects.toMatchObject({ code: 'not_found' });
});
