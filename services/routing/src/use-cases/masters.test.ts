import { trackingIdFromBytes } from '@lapor/kernel';
import { openContentStore, openKeyring } from '@lapor/store';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCaseContents } from '../case-contents.ts';
import type { Actor } from '../domain/agency.ts';
import type { CaseCommand } from '../domain/commands.ts';
import {
  admin,
  ANSWER,
  contextAt,
  filing,
  FOLLOW_UP as ANY_FOLLOW_UP,
  officer,
  OPEN_TO_ROADS,
  START,
  SYSTEM,
} from '../domain/fixtures/world.ts';
import { legalCommands } from '../domain/legal.ts';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { searchParts } from '../fixtures/made-cases.ts';
import type { RoutingParts } from '../parts.ts';
import { caughtUp } from './caught-up.ts';
import { countMembers, countMembersAmong } from './count-members.ts';
import { noteDanger } from './note-danger.ts';
import { decideOnCase } from './decide-on-case.ts';
import { leadOthers } from './merge-cases.ts';
import { spreadProgress } from './spread-progress.ts';
import { viewCase } from './view-case.ts';

const [A = '', B = '', ONE = '', TWO = '', THREE = ''] = [1, 2, 3, 4, 5].map((at) =>
  trackingIdFromBytes(new Uint8Array(8).fill(at * 9)),
);
const roads = officer('roads');
const FOLLOW_UP = { ...ANY_FOLLOW_UP, nextDate: '2026-02-10' };
let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
let parts: RoutingParts;
let commands = 0;

beforeEach(async () => {
  store = await openEmbeddedStore();
  const keyring = openKeyring({ secret: new Uint8Array(32).fill(1), service: 'routing' });
  const contents = openContentStore({ connection: store.connection, keyring, name: 'contents' });
  parts = {
    ...searchParts(store.connection),
    contents: openCaseContents(contents),
    log: pino({ level: 'fatal' }),
  };
  await store.connection.ready();
  const jurisdiction = OPEN_TO_ROADS;
  for (const trackingId of [A, B, ONE, TWO, THREE])
    await does(trackingId, SYSTEM, { type: 'open', filing: filing({ trackingId }), jurisdiction });
});
afterEach(() => store.close());

async function does(caseId: string, actor: Actor, command: CaseCommand): Promise<void> {
  commands += 1;
  const order = { caseId, commandId: `test-${commands}`, bodyHash: command.type, actor, command };
  await decideOnCase(parts, order, (await parts.cases.find(caseId))?.state);
}

async function merge(memberId: string, masterId: string): Promise<void> {
  commands += 1;
  const { state: member } = await parts.cases.get(memberId);
  const master = await leadOthers(parts, masterId, { commandId: `lead-${commands}`, member });
  await does(memberId, admin('batam'), { type: 'merge', masterId, master });
}

const stateOf = async (id: string) => (await parts.cases.get(id)).state;
const typesOf = async (id: string) => (await parts.cases.history(id)).map(({ type }) => type);

async function askIsLegal(id: string): Promise<boolean> {
  return legalCommands(await stateOf(id), roads, contextAt(START, roads)).includes('ask');
}

/** A leads three, and two of its steps have not been brought to them when it is joined to another master. */
async function joined(): Promise<void> {
  for (const id of [ONE, TWO, THREE]) await merge(id, A);
  for (const id of [A, B]) await countMembers(parts, id);
  await does(A, roads, FOLLOW_UP);
  await merge(A, B);
  await does(B, roads, FOLLOW_UP);
}

test('those who follow a case that is merged itself move along, and miss no step of either', async () => {
  await joined();
  expect(await stateOf(A)).toMatchObject({ master: { id: B }, inbox: { spread: true } });
  // Whoever is looked at has moved already; the others are brought by the timer, whatever became of it in between.
  await caughtUp(parts, await parts.cases.get(TWO));
  expect(await stateOf(TWO)).toMatchObject({ master: { id: B } });
  await spreadProgress(parts);
  await countMembers(parts, B);
  await spreadProgress(parts);
  for (const id of [ONE, TWO, THREE]) {
    expect(await stateOf(id)).toMatchObject({ status: 'in_progress', master: { id: B, followed: 1 } });
    const moves = (await typesOf(id)).filter((type) => type === 'CaseMerged' || type === 'CaseFollowedUp');
    expect(moves).toEqual(['CaseMerged', 'CaseFollowedUp', 'CaseMerged', 'CaseFollowedUp']);
  }
  expect(await stateOf(A)).toMatchObject({ leads: { members: 0 } });
  expect((await stateOf(A)).inbox).not.toHaveProperty('spread');
  expect(await stateOf(B)).toMatchObject({ leads: { members: 4, told: 1 } });
  const versions = async () =>
    Promise.all([A, B, ONE, TWO, THREE].map(async (id) => (await parts.cases.get(id)).version));
  const before = await versions();
  await spreadProgress(parts);
  expect(await versions()).toEqual(before);
});

test('those who move along are answered too, also when the answer came before they did', async () => {
  await joined();
  await does(B, roads, ANSWER);
  await spreadProgress(parts);
  await countMembers(parts, B);
  await spreadProgress(parts);
  for (const id of [A, ONE, TWO, THREE]) {
    expect(await stateOf(id)).toMatchObject({ status: 'answered', answer: { kind: 'solved' } });
    expect((await typesOf(id)).filter((type) => type === 'CaseAnswered')).toHaveLength(1);
  }
});

test('of two that were made to follow each other at the same moment one leads', async () => {
  await merge(ONE, A);
  await merge(TWO, B);
  const [a, b] = [await stateOf(A), await stateOf(B)];
  const [leadingA, leadingB] = [
    await leadOthers(parts, A, { commandId: 'b-to-a', member: b }),
    await leadOthers(parts, B, { commandId: 'a-to-b', member: a }),
  ];
  await does(A, admin('batam'), { type: 'merge', masterId: B, master: leadingB });
  await does(B, admin('batam'), { type: 'merge', masterId: A, master: leadingA });
  for (let round = 0; round < 3; round += 1) {
    await spreadProgress(parts);
    for (const id of [A, B]) await countMembers(parts, id);
  }
  const [first, second] = [A, B].toSorted();
  expect(await stateOf(first ?? '')).toMatchObject({
    status: 'assigned',
    leads: { members: 3 },
    inbox: { open: true },
  });
  expect(await stateOf(first ?? '')).not.toHaveProperty('master');
  for (const id of [second ?? '', ONE, TWO])
    expect(await stateOf(id)).toMatchObject({ master: { id: first } });
  expect(await stateOf(second ?? '')).toMatchObject({ leads: { members: 0 } });
});

test('a case that nobody follows in the end leads nobody, and its reporter may be asked', async () => {
  await leadOthers(parts, A, { commandId: 'refused-later', member: await stateOf(B) });
  expect(await askIsLegal(A)).toBe(false);
  await countMembers(parts, A);
  expect(await askIsLegal(A)).toBe(true);
  await merge(ONE, A);
  await countMembers(parts, A);
  expect(await askIsLegal(A)).toBe(false);
  await does(ONE, { kind: 'reporter', trackingId: ONE }, { type: 'withdraw' });
  await countMembers(parts, A);
  expect(await askIsLegal(A)).toBe(true);
});

test('danger that was counted away while it was about to follow comes back, with what is left of its hours', async () => {
  const DANGEROUS = trackingIdFromBytes(new Uint8Array(8).fill(77));
  const opened = filing({ trackingId: DANGEROUS, danger: true });
  await does(DANGEROUS, SYSTEM, { type: 'open', filing: opened, jurisdiction: OPEN_TO_ROADS });
  const { urgent } = (await stateOf(DANGEROUS)).clocks;
  const { state: member } = await parts.cases.get(DANGEROUS);
  const master = await leadOthers(parts, A, { commandId: 'slow', member });
  await countMembers(parts, A);
  expect(await stateOf(A)).toMatchObject({ danger: false });
  await does(DANGEROUS, admin('batam'), { type: 'merge', masterId: A, master });
  await countMembers(parts, A);
  expect(await stateOf(A)).toMatchObject({
    danger: true,
    leads: { members: 1, danger: true },
    clocks: { urgent: { from: urgent?.from, dueAt: urgent?.dueAt } },
  });
  await does(DANGEROUS, { kind: 'reporter', trackingId: DANGEROUS }, { type: 'withdraw' });
  await countMembers(parts, A);
  expect(await stateOf(A)).toMatchObject({ danger: false, leads: { members: 0 } });
  expect((await stateOf(A)).clocks).not.toHaveProperty('urgent');
});

test('a step that was told to all while another was about to follow is brought to that one too', async () => {
  await merge(ONE, A);
  const master = await stateOf(A);
  await does(A, roads, FOLLOW_UP);
  await spreadProgress(parts);
  await does(TWO, admin('batam'), { type: 'merge', masterId: A, master });
  await countMembers(parts, A);
  await spreadProgress(parts);
  expect(await stateOf(TWO)).toMatchObject({ status: 'in_progress', master: { followed: 1 } });
});

test('a master of many is told of every one that follows it, and says which of them spoke of danger', async () => {
  const many = Array.from({ length: 24 }, (_, at) => trackingIdFromBytes(new Uint8Array(8).fill(100 + at)));
  for (const trackingId of many) {
    await does(trackingId, SYSTEM, {
      type: 'open',
      filing: filing({ trackingId }),
      jurisdiction: OPEN_TO_ROADS,
    });
    await merge(trackingId, A);
    await countMembers(parts, A);
  }
  expect((await stateOf(A)).leads?.members).toBe(24);
  await does(many[3]!, admin('batam'), { type: 'unmerge' });
  await Promise.all([
    countMembers(parts, A),
    countMembers(parts, A),
    countMembersAmong(parts, [A, many[0]!]),
  ]);
  expect(await viewCase(parts, A, admin('batam'))).toMatchObject({ members: 23 });
  await noteDanger(parts, many[5]!, 'm1');
  await noteDanger(parts, many[5]!, 'm1');
  expect(await viewCase(parts, A, admin('batam'))).toMatchObject({ membersInDanger: [many[5]] });
  await does(A, roads, FOLLOW_UP);
  await spreadProgress(parts);
  expect(await viewCase(parts, A, admin('batam'))).not.toHaveProperty('membersInDanger');
});

test('danger that is written after a step it has not been brought yet is not taken for seen by that step', async () => {
  await merge(ONE, A);
  await countMembers(parts, A);
  await does(A, roads, FOLLOW_UP);
  await noteDanger(parts, ONE, 'm1');
  await spreadProgress(parts);
  expect(await typesOf(ONE)).toEqual(expect.arrayContaining(['CaseFollowedUp', 'DangerSaid']));
  expect(await viewCase(parts, A, admin('batam'))).toMatchObject({ membersInDanger: [ONE] });
});
