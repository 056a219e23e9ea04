import { createHash } from 'node:crypto';
import { toBinary } from '@bufbuild/protobuf';
import { type ExecuteRequest, ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, invalid, notFound } from '@lapor/kernel';
import type { Loaded, Outcome } from '@lapor/store';
import { UNKEPT } from '../case-contents.ts';
import type { CaseRecord } from '../case-record.ts';
import type { RoutingState } from '../case-store.ts';
import type { Actor } from '../domain/agency.ts';
import type { CaseCommand } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { visibilityFor } from '../domain/visibility.ts';
import type { EvidencePhoto } from '../evidence-photos.ts';
import type { RoutingParts } from '../parts.ts';
import { type ReadCommand, readCommand } from '../read-command.ts';
import { checkedAgainstDirectory, checkedOnCase, readForDanger } from './check-command.ts';
import { contextFor, decideOnCase, type Seen } from './decide-on-case.ts';
import { caughtUp } from './caught-up.ts';
import { findPhotos, letGo, withUses } from './count-uses.ts';
import { prepareMerge } from './merge-cases.ts';
import { findOrOpen } from './open-case.ts';
import { legalFor } from './view-case.ts';

function digest(request: ExecuteRequest): string {
  const { caseId, command } = request;
  const bare = { $typeName: request.$typeName, caseId, commandId: '', expectedVersion: 0n, command };
  return createHash('sha256').update(toBinary(ExecuteRequestSchema, bare)).digest('base64url');
}

/** Runs one command of the transition table. Words are kept before the event that refers to them, never after. */
export async function executeCommand(
  parts: RoutingParts,
  request: ExecuteRequest,
  actor: Actor,
): Promise<Outcome<RoutingState, CaseRecord>> {
  const { caseId, commandId } = request;
  if (caseId === '') throw invalid('caseId', 'is required');
  if (commandId === '') throw invalid('commandId', 'is required');
  const arrived = decidesUnseen(request) ? await findOrOpen(parts, request) : undefined;
  const read = readForDanger(parts, await checkedAgainstDirectory(parts, readInSight(request)), actor);
  const photos = await findPhotos(parts, caseId, read.with(UNKEPT));
  const order = { request, read, actor, photos };
  const glanced = parts.cases.glance(caseId);
  if (glanced !== undefined && arrived === undefined) {
    try {
      return await executeOn(parts, await caughtUp(parts, glanced), order);
    } catch (error) {
      // It may have been old: nothing is refused but in sight of the newest.
      if (!(error instanceof AppError) || error.retryable) throw error;
    }
  }
  const loaded = arrived ?? (await findOrOpen(parts, request));
  if (loaded === undefined) throw notFound('case', caseId);
  try {
    const current = await caughtUp(parts, loaded);
    return await executeOn(parts, current, arrived === undefined ? order : { ...order, seen: current });
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') throw await withStanding(parts, error, order);
    throw error;
  }
}

/** A draft is decided about by whoever has read it. */
function readInSight(request: ExecuteRequest): ReadCommand {
  const read = readCommand(request);
  const { expectedVersion, command } = request;
  const isOfDraft = command.case === 'releaseAnswer' || command.case === 'sendBackDraft';
  if (!isOfDraft || expectedVersion !== 0n) return read;
  return {
    words: read.words,
    with: (content) => ({ ...read.with(content), unread: true }) as CaseCommand,
  };
}

/** What becomes of a case, by whoever does not say what they have seen of it. */
function decidesUnseen({ expectedVersion, command: { case: name } }: ExecuteRequest): boolean {
  return expectedVersion === 0n && DECIDING.has(name);
}

/** Staff's that change what a case is. What hides more of it waits for nobody; what a reporter decides is theirs whoever else does what. */
const DECIDING: ReadonlySet<ExecuteRequest['command']['case']> = new Set([
  'dispose',
  'return',
  'refer',
  'archive',
  'ask',
  'followUp',
  'answer',
  'draftAnswer',
  'reclassify',
  'decideObjection',
  'merge',
  'unmerge',
]);

/** Whoever was too late learns how the case stands now and what can be done with it. */
async function withStanding(
  parts: RoutingParts,
  error: AppError,
  { request, actor }: Order,
): Promise<AppError> {
  const now = await parts.cases.find(request.caseId);
  if (now === undefined) return error;
  const sees = visibilityFor(now.state, actor);
  // Hidden from them by whoever was faster: to them there is no such case any more.
  if (!sees.exists) return notFound('case', request.caseId);
  if (!sees.classification) return error;
  const { code, message, issues, retryable } = error;
  const legal = await legalFor(parts, now.state, actor);
  const extra = { ...error.extra, status: now.state.status, version: now.version, legal };
  return new AppError(code, message, { issues, retryable, extra, cause: error });
}

interface Order {
  readonly request: ExecuteRequest;
  readonly read: ReadCommand;
  readonly actor: Actor;
  /** Given as evidence. */
  readonly photos: readonly EvidencePhoto[];
  /** How it stood when the command came; absent: it is done whatever has become of the case meanwhile. */
  readonly seen?: Seen;
}

async function executeOn(
  parts: RoutingParts,
  loaded: Loaded<RoutingState>,
  order: Order,
): Promise<Outcome<RoutingState, CaseRecord>> {
  const { request, read, actor, seen } = order;
  const { caseId, commandId } = request;
  const expectedVersion = versionFor(request, loaded.state, actor);
  const checked = await checkedOnCase(parts, read, loaded);
  const frame = { caseId, commandId, bodyHash: digest(request), actor };
  const versioned = {
    ...frame,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(seen === undefined ? {} : { seen }),
  };
  const bare = checked.with(UNKEPT);
  const refusal =
    expectedVersion !== undefined && expectedVersion !== loaded.version
      ? staleVersion(loaded.version)
      : await refusalOf(parts, loaded.state, checked, actor);
  // It is refused below, or answered from memory: either way there is nothing to keep.
  if (refusal !== undefined)
    return decideOnCase(parts, { ...versioned, command: bare, refusal }, loaded.state);
  try {
    const command = await withWords(parts, loaded.state, { ...order, read: checked });
    const prepared = await prepare(parts, loaded.state, command, { actor, commandId });
    return await decideOnCase(parts, { ...versioned, command, ...prepared }, loaded.state);
  } catch (error) {
    if (isRefusal(error)) await tryToLetGo(parts, loaded.state, checked);
    throw error;
  }
}

/** The refusal is what counts: whoever was too late is to hear of that, also while intake is away. */
async function tryToLetGo(parts: RoutingParts, state: RoutingState, read: ReadCommand): Promise<void> {
  try {
    await letGo(parts, state, read);
  } catch (error) {
    parts.log.warn({ err: error, caseId: state.id }, 'photos of a refused command are named still');
  }
}

/** Of a command with words: whether it is refused as things stand. A refusal leaves nothing behind. */
async function refusalOf(
  parts: RoutingParts,
  state: RoutingState,
  read: ReadCommand,
  actor: Actor,
): Promise<unknown> {
  if (read.words === undefined) return undefined;
  const trial = read.with(UNKEPT);
  const context = await contextFor(parts, state, trial, actor);
  try {
    decide(state, trial, context);
    return undefined;
  } catch (refusal) {
    return refusal;
  }
}

/** Keeps its words, and the photos where they are. */
async function withWords(
  parts: RoutingParts,
  state: RoutingState,
  { request: { caseId, commandId }, read, photos }: Order,
): Promise<CaseCommand> {
  if (photos.length > 0)
    await parts.evidencePhotos.name(
      caseId,
      photos.map(({ id }) => id),
    );
  const content =
    read.words === undefined ? UNKEPT : await parts.contents.keep(caseId, commandId, read.words);
  return withUses(parts, state, { read, photos }, content);
}

/** Surely nothing came of it. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && REFUSALS.has(error.code);
}

const REFUSALS: ReadonlySet<string> = new Set([
  'conflict',
  'illegal',
  'forbidden',
  'invalid',
  'unprocessable',
]);

/** What must be so elsewhere before the command is decided. */
async function prepare(
  parts: RoutingParts,
  state: RoutingState,
  command: CaseCommand,
  by: { readonly actor: Actor; readonly commandId: string },
): Promise<{ readonly command?: CaseCommand; readonly refusal?: unknown }> {
  if (command.type !== 'merge') return {};
  const prepared = await prepareMerge(parts, state, command, by);
  return 'refusal' in prepared ? prepared : { command: { ...command, master: prepared.master } };
}

/** Not even a stale version may tell of a case that its officer may not know of: for these it plays no part. */
function versionFor(
  { expectedVersion }: ExecuteRequest,
  state: RoutingState,
  actor: Actor,
): number | undefined {
  const hidden = actor.kind === 'officer' && !visibilityFor(state, actor).exists;
  return expectedVersion === 0n || hidden ? undefined : Number(expectedVersion);
}

function staleVersion(version: number): AppError {
  return new AppError('conflict', `the case has changed since: it is at version ${version} now`, {
    issues: [{ field: 'expectedVersion', rule: `is ${version} now` }],
  });
}
