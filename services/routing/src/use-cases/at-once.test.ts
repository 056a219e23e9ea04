import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { ArchiveReason, FollowUpKind } from '@lapor/contracts/routing/v1/case';
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
import { openTextUses } from '../text-uses.ts';
import { decideOnCase } from './decide-on-case.ts';
import { executeCommand } from './execute-command.ts';

// Two who decide what becomes of a case, and do not say what they have seen of it: one of them is held up before it writes.

let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
let parts: RoutingParts;

beforeEach(async () => {
  store = await openEmbeddedStore();
  const keyring = openKeyring({ secret: new Uint8Array(32).fill(1), service: 'routing' });
  const contents = openCaseContents(
    openContentStore({ connection: store.connection, keyring, name: 'contents' }),
  );
  const textUses = openTextUses(store.connection, keyring);
  parts = { ...searchParts(store.connection), contents, textUses, log: pino({ level: 'fatal' }) };
  await store.connection.ready();
  const command = { type: 'open', filing: filing(), jurisdiction: OPEN_TO_TRIAGE } as const;
  const order = { caseId: CASE_ID, commandId: 'open', bodyHash: '', actor: SYSTEM, command };
  await decideOnCase(parts, order, undefined);
});
afterEach(() => store.close());

type Command = NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']>;
const run = (by: RoutingParts, command: Command, commandId: string, actor: Actor = admin('batam')) =>
  executeCommand(by, create(ExecuteRequestSchema, { caseId: CASE_ID, commandId, command }), actor);
const DISPOSE = { case: 'dispose', value: { agencyId: 'roads', note: '' } } as const satisfies Command;
const ARCHIVE = {
  case: 'archive',
  value: { reason: ArchiveReason.TOO_VAGUE, text: 'Tidak jelas di mana letaknya' },
} as const satisfies Command;

const NOTE = {
  case: 'note',
  value: { text: 'Pelapor ditelepon, tidak diangkat.', toAgencyId: '' },
} as const satisfies Command;
const reclassify = (type: 'information' | 'aspiration') =>
  ({
    case: 'reclassify',
    value: { type, categoryCode: '', reason: 'Bukan pengaduan, melainkan pertanyaan' },
  }) as const satisfies Command;
const FOLLOW_UP = {
  case: 'followUp',
  value: {
    kind: FollowUpKind.INSPECTION,
    text: 'Tim kami memeriksa lampu jalan di lokasi hari ini',
    nextStep: 'Ganti lampu',
    nextDate: '2026-02-05',
    evidence: [],
  },
} as const satisfies Command;
const RETURN = {
  case: 'return',
  value: { reason: 'Jalan ini milik otorita, bukan milik kota', betterAgencyId: '' },
} as const satisfies Command;
const PROTECT = { case: 'setPrivacy', value: { protected: true } } as const satisfies Command;

/** Another replica, which waits when it is about to keep its words. */
function heldUp() {
  const { promise: reached, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: wait, resolve: goOn } = Promise.withResolvers<void>();
  const keep: RoutingParts['contents']['keep'] = async (...words) => {
    arrive();
    await wait;
    return parts.contents.keep(...words);
  };
  return { parts: { ...parts, contents: { ...parts.contents, keep } }, reached, goOn };
}

const typesOf = async () => (await parts.cases.history(CASE_ID)).map(({ type }) => type);

test('whoever sets aside what was passed on in the same moment is refused, and learns where it is now', async () => {
  const slow = heldUp();
  const archive = run(slow.parts, ARCHIVE, 'slow');
  await slow.reached;
  await run(parts, DISPOSE, 'fast');
  slow.goOn();
  await expect(archive).rejects.toMatchObject({
    code: 'conflict',
    retryable: false,
    extra: { status: 'assigned', version: 2, legal: expect.arrayContaining(['dispose', 'archive']) },
  });
  expect(await typesOf()).toEqual(['CaseOpened', 'CaseDisposed']);
  // Looked at again it is theirs to decide; and what was done is answered as done when it is sent again.
  await run(parts, ARCHIVE, 'in sight of it');
  expect((await run(parts, ARCHIVE, 'in sight of it')).replayed).toBe(true);
  expect((await run(parts, DISPOSE, 'fast')).replayed).toBe(true);
  expect(await typesOf()).toEqual(['CaseOpened', 'CaseDisposed', 'CaseArchived']);
});

/** The slow one has looked at the case before the fast ones change it, and writes after them. */
async function overtaken(
  slow: () => Promise<unknown>,
  fast: () => Promise<unknown>,
  other: ReturnType<typeof heldUp>,
) {
  const late = slow();
  await other.reached;
  await fast();
  other.goOn();
  return late;
}

test('of two who say at once what a case is about, or both take the next step, one wins', async () => {
  const first = heldUp();
  const late = overtaken(
    () => run(first.parts, reclassify('information'), 'slow', admin('national')),
    () => run(parts, reclassify('aspiration'), 'fast'),
    first,
  );
  await expect(late).rejects.toMatchObject({ code: 'conflict', extra: { status: 'unverified', version: 2 } });
  await run(parts, DISPOSE, 'dispose');
  for (const turn of [1, 2]) {
    const other = heldUp();
    const roads = officer('roads');
    const second = overtaken(
      () => run(other.parts, FOLLOW_UP, `slow-${turn}`, roads),
      () => run(parts, FOLLOW_UP, `fast-${turn}`, roads),
      other,
    );
    await expect(second).rejects.toMatchObject({ code: 'conflict', extra: { status: 'in_progress' } });
  }
  expect(await typesOf()).toEqual([
    'CaseOpened',
    'CaseReclassified',
    'CaseDisposed',
    'CaseFollowedUp',
    'CaseFollowedUp',
  ]);
});

test('whoever has it no longer, as another was faster, learns that too; hidden from them, there is no such case', async () => {
  await run(parts, { case: 'dispose', value: { agencyId: 'health', note: '' } }, 'dispose');
  const first = heldUp();
  const further = { case: 'dispose', value: { agencyId: 'clinic', note: '' } } as const;
  const late = overtaken(
    () => run(first.parts, RETURN, 'slow', officer('health')),
    () => run(parts, further, 'fast'),
    first,
  );
  await expect(late).rejects.toMatchObject({ code: 'conflict', extra: { status: 'assigned', legal: [] } });
  const second = heldUp();
  const hidden = overtaken(
    () => run(second.parts, FOLLOW_UP, 'slower', officer('clinic')),
    () => run(parts, PROTECT, 'protected'),
    second,
  );
  await expect(hidden).rejects.toMatchObject({ code: 'not_found' });
  expect(await typesOf()).toEqual(['CaseOpened', 'CaseDisposed', 'CaseDisposed', 'CasePrivacyChanged']);
});

test('what is only said holds up nobody', async () => {
  const slow = heldUp();
  const notes = async () => {
    await run(parts, NOTE, 'note');
    await run(parts, NOTE, 'another');
  };
  await overtaken(() => run(slow.parts, ARCHIVE, 'slow'), notes, slow);
  expect(await typesOf()).toEqual(['CaseOpened', 'CaseNoteAdded', 'CaseNoteAdded', 'CaseArchived']);
});
