import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type {
  AddNoteRequest,
  AnswerRequest,
  AskRequest,
  DraftAnswerRequest,
  FollowUpRequest,
  ReleaseAnswerRequest,
  ReportPromiseRequest,
  ReturnRequest,
  SendBackDraftRequest,
} from '@lapor/contracts/agency/v1/agency_cases';
import { type ExecuteRequest, ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, invalid } from '@lapor/kernel';
import type { Machine } from '../domain/agency.ts';

const COMMAND_ID = /^[\w.:-]{1,128}$/;
/** The same limits as for officers: characters, and number of pieces of evidence. */
const LONGEST_TEXT = 10_000;
const LONGEST_EVIDENCE = 500;
const MOST_EVIDENCE = 10;
const LONGEST_DAY = 10;
const LONGEST_ID = 32;
/** Bytes. */
const LARGEST_IMAGE = 4_000_000;

type Command = NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']>;
interface Frame {
  readonly caseId: string;
  readonly commandId: string;
  readonly expectedVersion: bigint;
}

/** As a command of the transition table. Ids of commands are the agency's own: nobody else's can be met or taken. */
function toExecute(machine: Machine, frame: Frame, command: Command): ExecuteRequest {
  const { caseId, commandId, expectedVersion } = frame;
  if (!COMMAND_ID.test(commandId))
    throw invalid('commandId', 'must have 1 to 128 letters, digits, ".", "_", ":" or "-"');
  return create(ExecuteRequestSchema, {
    caseId,
    commandId: `agency:${machine.agencyId}:${commandId}`,
    expectedVersion,
    command,
  });
}

/** @throws AppError invalid */
export function followUpCommand(machine: Machine, request: FollowUpRequest): ExecuteRequest {
  const { kind, text, nextStep, nextDate, evidence, photos } = request;
  requireLength('text', text, LONGEST_TEXT);
  requireLength('nextStep', nextStep, LONGEST_TEXT);
  requireLength('nextDate', nextDate, LONGEST_DAY);
  requireEvidence(evidence);
  const value = { kind, text, nextStep, nextDate, evidence, photos };
  return toExecute(machine, request, { case: 'followUp', value });
}

/** @throws AppError invalid */
export function answerCommand(machine: Machine, request: AnswerRequest): ExecuteRequest {
  return toExecute(machine, request, { case: 'answer', value: answerOf(request) });
}

/** @throws AppError invalid */
export function draftCommand(machine: Machine, request: DraftAnswerRequest): ExecuteRequest {
  return toExecute(machine, request, { case: 'draftAnswer', value: { answer: answerOf(request) } });
}

function answerOf(request: AnswerRequest | DraftAnswerRequest) {
  const { kind, text, evidence, photos, promisedDate, ground, whereToGo } = request;
  requireLength('text', text, LONGEST_TEXT);
  requireLength('promisedDate', promisedDate, LONGEST_DAY);
  requireLength('ground', ground, LONGEST_TEXT);
  requireLength('whereToGo', whereToGo, LONGEST_TEXT);
  requireEvidence(evidence);
  return { kind, text, evidence, photos, promisedDate, ground, whereToGo };
}

/** @throws AppError invalid */
export function returnCommand(machine: Machine, request: ReturnRequest): ExecuteRequest {
  const { reason, betterAgencyId } = request;
  requireLength('reason', reason, LONGEST_TEXT);
  requireLength('betterAgencyId', betterAgencyId, LONGEST_ID);
  return toExecute(machine, request, { case: 'return', value: { reason, betterAgencyId } });
}

/** @throws AppError invalid */
export function askCommand(machine: Machine, request: AskRequest): ExecuteRequest {
  const { question } = request;
  requireLength('question', question, LONGEST_TEXT);
  return toExecute(machine, request, { case: 'ask', value: { question } });
}

/** @throws AppError invalid */
export function promiseCommand(machine: Machine, request: ReportPromiseRequest): ExecuteRequest {
  const { text, evidence, photos } = request;
  requireLength('text', text, LONGEST_TEXT);
  requireEvidence(evidence);
  return toExecute(machine, request, { case: 'reportPromise', value: { text, evidence, photos } });
}

/** @throws AppError invalid */
export function noteCommand(machine: Machine, request: AddNoteRequest): ExecuteRequest {
  const { text, toAgencyId } = request;
  requireLength('text', text, LONGEST_TEXT);
  requireLength('toAgencyId', toAgencyId, LONGEST_ID);
  return toExecute(machine, request, { case: 'note', value: { text, toAgencyId } });
}

export function releaseCommand(machine: Machine, request: ReleaseAnswerRequest): ExecuteRequest {
  return toExecute(machine, request, { case: 'releaseAnswer', value: {} });
}

/** @throws AppError invalid */
export function sendBackCommand(machine: Machine, request: SendBackDraftRequest): ExecuteRequest {
  const { reason } = request;
  requireLength('reason', reason, LONGEST_TEXT);
  return toExecute(machine, request, { case: 'sendBackDraft', value: { reason } });
}

/** What fits into one message. @throws AppError invalid, too_large */
export function requireImage(image: Uint8Array): void {
  if (image.length === 0) throw invalid('image', 'is required');
  if (image.length > LARGEST_IMAGE)
    throw new AppError('too_large', 'the image is too large', {
      issues: [{ field: 'image', rule: `has at most ${LARGEST_IMAGE} bytes` }],
    });
}

function requireLength(field: string, text: string, most: number): void {
  if (text.length > most) throw invalid(field, `has at most ${most} characters`);
}

function requireEvidence(evidence: readonly string[]): void {
  if (evidence.length > MOST_EVIDENCE) throw invalid('evidence', `has at most ${MOST_EVIDENCE} entries`);
  for (const item of evidence) requireLength('evidence', item, LONGEST_EVIDENCE);
}
