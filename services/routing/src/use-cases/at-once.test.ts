import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { ArchiveReason } from '@lapor/contracts/routing/v1/case';
import { ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import { openContentStore, openKeyring } from '@lapor/store';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCaseContents } from '../case-contents.ts';
import { admin, CASE_ID, filing, OPEN_TO_TRIAGE, SYSTEM } from '../domain/fixtures/world.ts';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { searchParts } from '../fixtures/made-cases.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';
import { executeCommand } from './execute-command.ts';

// Two who decide which way a case goes, and do not say what they have seen of it: one of them is held up before it writes.

let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
let parts: RoutingParts;

beforeEach(async () => {
  store = await openEmbeddedStore();
  const keyring = openKeyring({ secret: new Uint8Array(32).fill(1), service: 'routing' });
  const contents = openCaseContents(
    openContentStore({ connection: store.connection, keyring, name: 'contents' }),
  );
  parts = { ...searchParts(store.connection), contents, log: pino({ level: 'fatal' }) };
  await store.connection.ready();
  const command = { type: 'open', filing: filing(), jurisdiction: OPEN_TO_TRIAGE } as const;
  const order = { caseId: CASE_ID, commandId: 'open', bodyHash: '', actor: SYSTEM, command };
  await decideOnCase(parts, order, undefined);
});
afterEach(() => store.close());

type Command = NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']>;
const run = (by: RoutingParts, command: Command, commandId: string) =>
  executeCommand(by, create(ExecuteRequestSchema, { caseId: CASE_ID, commandId, command }), admin('batam'));
const DISPOSE = { case: 'dispose', value: { agencyId: 'roads', note: '' } } as const satisfies Command;
const ARCHIVE = {
  case: 'archive',
  value: { reason: ArchiveReason.TOO_VAGUE, text: 'Tidak jelas di mana letaknya' },
} as const satisfies Command;

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

test('what does not say which way it goes holds up nobody', async () => {
  const slow = heldUp();
  const archive = run(slow.parts, ARCHIVE, 'slow');
  await slow.reached;
  await run(parts, { case: 'note', value: { text: 'Pelapor ditelepon, tidak diangkat.' } }, 'note');
  slow.goOn();
  await archive;
  expect(await typesOf()).toContain('CaseArchived');
});
