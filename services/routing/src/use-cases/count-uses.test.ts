import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { AnswerKind } from '@lapor/contracts/routing/v1/case';
import { ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import { openContentStore, openKeyring } from '@lapor/store';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCaseContents } from '../case-contents.ts';
import type { Actor } from '../domain/agency.ts';
import { admin, CASE_ID, filing, officer, OPEN_TO_TRIAGE, SYSTEM } from '../domain/fixtures/world.ts';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { searchParts } from '../fixtures/made-cases.ts';
import type { RoutingParts } from '../parts.ts';
import { openPhotoUses } from '../photo-uses.ts';
import { openTextUses } from '../text-uses.ts';
import { decideOnCase } from './decide-on-case.ts';
import { executeCommand } from './execute-command.ts';

const TEXT = 'Pipa di depan sekolah sudah diganti dan airnya mengalir lagi sejak pagi.';
const PHOTO = { id: 'foto', mark: 'm1', like: ['m1'] };
const water = officer('water');
const supervisor = officer('water', 'supervisor');
let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
let parts: RoutingParts;

beforeEach(async () => {
  store = await openEmbeddedStore();
  const keyring = openKeyring({ secret: new Uint8Array(32).fill(1), service: 'routing' });
  const { connection } = store;
  parts = {
    ...searchParts(connection),
    contents: openCaseContents(openContentStore({ connection, keyring, name: 'contents' })),
    textUses: openTextUses(connection, keyring),
    photoUses: openPhotoUses(connection),
    // Of another service: what it would answer.
    evidencePhotos: {
      find: async () => [PHOTO],
      name: async () => undefined,
      unname: async () => undefined,
    },
    log: pino({ level: 'fatal' }),
  };
  await connection.ready();
  const command = { type: 'open', filing: filing(), jurisdiction: OPEN_TO_TRIAGE } as const;
  await decideOnCase(
    parts,
    { caseId: CASE_ID, commandId: 'open', bodyHash: '', actor: SYSTEM, command },
    undefined,
  );
  await run(admin('batam'), { case: 'dispose', value: { agencyId: 'water', note: '' } });
});
afterEach(() => store.close());

type Command = NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']>;
let commands = 0;
async function run(actor: Actor, command: Command) {
  commands += 1;
  const expectedVersion = BigInt((await parts.cases.get(CASE_ID)).version);
  const frame = { caseId: CASE_ID, commandId: `c${commands}`, expectedVersion };
  const request = create(ExecuteRequestSchema, { ...frame, command });
  return executeCommand(parts, request, actor);
}
const draft = (text: string): Command => ({
  case: 'draftAnswer',
  value: { answer: { kind: AnswerKind.SOLVED, text, photos: [PHOTO.id] } },
});
const BACK: Command = { case: 'sendBackDraft', value: { reason: 'Sebutkan kapan.' } };
/** As a version did that counted drafts when they were written. */
async function countedAsBefore(): Promise<void> {
  await parts.textUses.count(CASE_ID, TEXT, 'water');
  await parts.photoUses.note(CASE_ID, PHOTO);
}
const usedElsewhere = async () => ({
  text: (await parts.textUses.wouldCount('7K3M9Q2TXA', TEXT, 'water')) - 1,
  photo: (await parts.photoUses.find('7K3M9Q2TXA', PHOTO)).length,
});

test('a draft counts from its release on', async () => {
  await run(water, draft(TEXT));
  expect(await usedElsewhere()).toEqual({ text: 0, photo: 0 });
  await run(supervisor, { case: 'releaseAnswer', value: {} });
  expect(await usedElsewhere()).toEqual({ text: 1, photo: 1 });
});

test.each<[string, Actor, Command]>([
  ['sent back', supervisor, BACK],
  ['written anew', water, draft('Pipa diganti hari Selasa, 3 Februari, oleh regu dua.')],
])(
  'one of before that was counted when it was written counts no more when it is %s',
  async (_how, by, then) => {
    await run(water, draft(TEXT));
    await countedAsBefore();
    expect(await usedElsewhere()).toEqual({ text: 1, photo: 1 });
    await run(by, then);
    expect(await usedElsewhere()).toEqual({ text: 0, photo: 0 });
  },
);

test('what a step has said and shown goes on counting when a draft of the same is sent back', async () => {
  await run(water, draft(TEXT));
  await run(supervisor, { case: 'releaseAnswer', value: {} });
  await run({ kind: 'reporter', trackingId: CASE_ID }, { case: 'notSolved', value: { text: '' } });
  await run(water, draft(TEXT));
  await run(supervisor, BACK);
  expect(await usedElsewhere()).toEqual({ text: 1, photo: 1 });
});
