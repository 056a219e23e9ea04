import { AppError } from '@lapor/kernel';
import { openContentStore, openKeyring } from '@lapor/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCaseContents } from '../case-contents.ts';
import type { CaseCommand } from '../domain/commands.ts';
import { agencyOf, CASE_ID, FOLLOW_UP, officer } from '../domain/fixtures/world.ts';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { makeCases, searchParts } from '../fixtures/made-cases.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from '../use-cases/decide-on-case.ts';
import { soughtKeys } from './case-keys.ts';
import { forgetWords, indexCases, indexSteps, type Indexing } from './index-case.ts';

let parts: RoutingParts;
let close: () => Promise<void>;
let indexing: Indexing;
let asked = 0;
/** Intake knows nothing yet of words of several complaints. */
let isEarlier = false;
/** What the reporter has written since. */
const messages: string[] = [];

beforeAll(async () => {
  const opened = await openEmbeddedStore();
  const { connection } = opened;
  close = () => opened.close();
  const made = searchParts(connection);
  const keyring = openKeyring({ secret: new Uint8Array(32), service: 'routing' });
  parts = {
    ...made,
    contents: openCaseContents(openContentStore({ connection, keyring, name: 'contents' })),
    directory: {
      ...made.directory,
      areaName: () => Promise.resolve('Kota Batam'),
      agencyNames: (ids: readonly string[]) => Promise.resolve([...ids]),
    },
  };
  await connection.ready();
  await makeCases(connection, parts, []);
  const words = { title: 'Lampu padam', body: 'di depan pasar', address: '' };
  const submission = () => ({ ...words, messages: [...messages] });
  indexing = {
    parts,
    intake: {
      getSubmission() {
        asked += 1;
        return Promise.resolve(submission() as never);
      },
      getSubmissions({ trackingIds = [] }) {
        if (isEarlier) return Promise.reject(new AppError('unsupported', 'an intake of an earlier version'));
        asked += 1;
        const submissions = trackingIds.map((trackingId) => ({ trackingId, ...submission() }));
        return Promise.resolve({ submissions } as never);
      },
    },
  };
});
afterAll(() => close());

async function isFoundBy(word: string): Promise<boolean> {
  const sought = await soughtKeys(parts, agencyOf('roads').id, [word]);
  const [key] = sought;
  return key !== undefined && (await parts.search.newest(key, undefined, 10)).orders.length > 0;
}

async function step(commandId: string, command: CaseCommand): Promise<void> {
  const { state } = await parts.cases.get(CASE_ID);
  await decideOnCase(
    parts,
    { caseId: CASE_ID, commandId, bodyHash: commandId, actor: officer('roads'), command },
    state,
  );
}

test('for steps that the index has already, nobody is asked for words', async () => {
  await indexSteps(indexing, [CASE_ID]);
  expect(asked).toBe(1);
  expect(await isFoundBy('padam')).toBe(true);
  await indexSteps(indexing, [CASE_ID]);
  expect(asked).toBe(1);
  await step('follow-up', FOLLOW_UP);
  await indexSteps(indexing, [CASE_ID]);
  await indexSteps(indexing, [CASE_ID]);
  expect(asked).toBe(2);
});

test('an intake of an earlier version is asked for each', async () => {
  isEarlier = true;
  await step('follow-up of before', FOLLOW_UP);
  await indexSteps(indexing, [CASE_ID]);
  isEarlier = false;
  expect(asked).toBe(3);
  const { version } = await parts.cases.get(CASE_ID);
  expect((await parts.search.find([CASE_ID])).get(CASE_ID)).toMatchObject({ steps: version });
  expect(await isFoundBy('padam')).toBe(true);
});

test('what the reporter writes since is no step, and is found all the same', async () => {
  messages.push('kabelnya terkelupas');
  await indexSteps(indexing, [CASE_ID]);
  expect(await isFoundBy('terkelupas')).toBe(false);
  await indexCases(indexing, [CASE_ID]);
  expect(await isFoundBy('terkelupas')).toBe(true);
});

test('a step and a message at once are both found, whichever is read first', async () => {
  messages.push('sudah berasap');
  await step('follow-up again', FOLLOW_UP);
  await Promise.all([indexSteps(indexing, [CASE_ID]), indexCases(indexing, [CASE_ID])]);
  expect(await isFoundBy('berasap')).toBe(true);
  const { version } = await parts.cases.get(CASE_ID);
  const standing = (await parts.search.find([CASE_ID])).get(CASE_ID);
  expect(standing).toMatchObject({ steps: version, age: version + messages.length });
});

test('words that were destroyed are not found again by the next step', async () => {
  await forgetWords(indexing, CASE_ID);
  expect(await isFoundBy('padam')).toBe(false);
  await indexSteps(indexing, [CASE_ID]);
  expect(await isFoundBy('padam')).toBe(false);
  const { version } = await parts.cases.get(CASE_ID);
  expect((await parts.search.find([CASE_ID])).get(CASE_ID)).toMatchObject({ erased: true, steps: version });
});
