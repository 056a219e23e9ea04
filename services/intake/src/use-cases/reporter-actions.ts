import { randomUUID } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import type { ComplaintView, ReporterCommand, ReporterMessage } from '@lapor/portal';
import { invalid, isBlank } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { reporterCaller } from '../remotes/callers.ts';
import { decideAddMessage } from '../domain/complaint.ts';
import type { Complaint } from '../domain/complaint.ts';
import { deriveCommandKey } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { executeOnCase, getOwnComplaint } from './case-access.ts';
import { inApiWords } from './command-names.ts';
import { reporterView } from './view-complaint.ts';

/** Who writes: by the access code shown, or known by the channel (the sender's own number). */
export interface ReporterRequest {
  readonly trackingId: string;
  readonly accessCode: string;
  readonly clientAddress?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** @throws AppError illegal with `extra.legal` when it is not the moment */
export async function runReporterCommand(
  intake: Intake,
  request: ReporterRequest,
  command: ReporterCommand,
): Promise<ComplaintView> {
  const { trackingId, accessCode, clientAddress, idempotencyKey } = request;
  const complaint = await getOwnComplaint(intake, trackingId, accessCode, clientAddress);
  return commandAsReporter(intake, complaint, command, idempotencyKey);
}

/** For callers that have already made sure who it is. */
export async function commandAsReporter(
  intake: Intake,
  complaint: Loaded<Complaint>,
  command: ReporterCommand,
  idempotencyKey: string | undefined,
): Promise<ComplaintView> {
  const caseId = complaint.id;
  intake.limits.take('write-complaint', caseId);
  try {
    const view = await executeOnCase(intake, {
      caseId,
      command: toMessage(command),
      caller: reporterCaller(caseId),
      client: 'reporter',
      idempotencyKey,
    });
    return await reporterView(intake, complaint, view);
  } catch (error) {
    throw inApiWords(error, 'reporter');
  }
}

function toMessage(
  command: ReporterCommand,
): NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']> {
  switch (command.command) {
    case 'solved':
      return { case: 'solved', value: { rating: command.rating ?? 0, text: command.text ?? '' } };
    case 'not-solved':
      return { case: 'notSolved', value: { text: command.text ?? '' } };
    case 'rating':
      return { case: 'rate', value: { rating: command.rating, text: command.text ?? '' } };
    case 'reply':
      return { case: 'reply', value: { text: command.text } };
    case 'reopen':
      return { case: 'reopen', value: { text: command.text ?? '' } };
    case 'withdraw':
      return { case: 'withdraw', value: { text: command.text ?? '' } };
    case 'object':
      return { case: 'object', value: { text: command.text } };
    case 'hand-over':
      return { case: 'handOver', value: { text: command.text ?? '' } };
    case 'promise-kept':
      return { case: 'promiseKept', value: { text: command.text ?? '' } };
    case 'privacy': {
      const { anonymous, secret } = command;
      return {
        case: 'setPrivacy',
        value: {
          ...(anonymous === undefined ? {} : { anonymous }),
          ...(secret === undefined ? {} : { secret }),
        },
      };
    }
  }
}

/** The reporter's own words are always taken, and change no state. */
export async function addMessage(
  intake: Intake,
  request: ReporterRequest,
  text: string,
): Promise<ReporterMessage> {
  const { trackingId, accessCode, clientAddress, idempotencyKey } = request;
  const complaint = await getOwnComplaint(intake, trackingId, accessCode, clientAddress);
  return addMessageAsReporter(intake, complaint, text, idempotencyKey);
}

export async function addMessageAsReporter(
  intake: Intake,
  { id }: Loaded<Complaint>,
  text: string,
  idempotencyKey: string | undefined,
): Promise<ReporterMessage> {
  if (isBlank(text)) throw invalid('text', 'must not be blank');
  intake.limits.take('write-complaint', id);
  const commandId = deriveCommandKey(intake.mac, `message\n${id}`, idempotencyKey ?? randomUUID());
  const messageId = `message-${commandId.slice(0, 20)}`;
  const ref = await intake.contents.put(id, messageId, text);
  const bodyHash = Buffer.from(intake.mac('fingerprint', text)).toString('base64url');
  const outcome = await intake.complaints.execute(
    { aggregateId: id, commandId, bodyHash, actor: { kind: 'reporter' } },
    (complaint) => decideAddMessage(complaint, ref, intake.danger.isDangerous(text)),
  );
  const [event] = outcome.events;
  return { id: messageId, at: event?.at ?? intake.clock.now().toISOString(), text };
}
