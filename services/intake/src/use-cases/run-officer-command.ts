import type { MessageInitShape } from '@bufbuild/protobuf';
import { CaseStatus } from '@lapor/contracts/routing/v1/case';
import type { CaseView, ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import { normalizeTrackingId } from '@lapor/kernel';
import type { OfficerCaseView, OfficerCommand } from '@lapor/portal';
import type { Intake } from '../intake.ts';
import { answerKinds, archiveReasons, followUpKinds } from '../names.ts';
import { caseIdOf, executeOnCase } from './case-access.ts';
import { officerView } from './cases.ts';
import { inApiWords } from './command-names.ts';
import { callerOf } from './directory/officer-session.ts';

/**
 * Undefined when the command took the case out of its giver's sight.
 * @throws AppError illegal and forbidden with `extra.legal`, conflict for a stale version
 */
export async function runOfficerCommand(
  intake: Intake,
  token: string,
  typed: string,
  command: OfficerCommand,
  write: { readonly idempotencyKey?: string | undefined; readonly expectedVersion?: number | undefined },
): Promise<OfficerCaseView | undefined> {
  const caller = await callerOf(intake, token);
  try {
    const view = await executeOnCase(intake, {
      caseId: caseIdOf(typed),
      command: toMessage(command),
      caller,
      client: `officer:${caller.officerId}`,
      idempotencyKey: write.idempotencyKey,
      expectedVersion: write.expectedVersion,
    });
    return isStillThere(view) ? await officerView(intake, view, token) : undefined;
  } catch (error) {
    throw inApiWords(error, 'officer');
  }
}

/** Where the case went out of sight, routing tells its id alone. */
function isStillThere({ snapshot }: CaseView): boolean {
  return snapshot !== undefined && snapshot.status !== CaseStatus.UNSPECIFIED;
}

function answerOf(command: Extract<OfficerCommand, { command: 'answer' | 'draft' }>) {
  const { text, evidence = [], photos = [], promisedDate = '', ground = '', whereToGo = '' } = command;
  return {
    kind: answerKinds.value(command.kind),
    text,
    evidence: [...evidence],
    photos: [...photos],
    promisedDate,
    ground,
    whereToGo,
  };
}

function toMessage(
  command: OfficerCommand,
): NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']> {
  switch (command.command) {
    case 'dispose':
      return { case: 'dispose', value: { agencyId: command.agencyId, note: command.note ?? '' } };
    case 'ask':
      return { case: 'ask', value: { question: command.question } };
    case 'archive': {
      const reason = archiveReasons.value(command.reason);
      return { case: 'archive', value: { reason, text: command.text } };
    }
    case 'refer': {
      const { bodyName, contact, reference, text } = command;
      return { case: 'refer', value: { bodyName, contact, reference, text } };
    }
    case 'return':
      return {
        case: 'return',
        value: { reason: command.reason, betterAgencyId: command.betterAgencyId ?? '' },
      };
    case 'follow-up': {
      const kind = followUpKinds.value(command.kind);
      const { text, nextStep, nextDate = '', evidence = [], photos = [] } = command;
      const value = { kind, text, nextStep, nextDate, evidence: [...evidence], photos: [...photos] };
      return { case: 'followUp', value };
    }
    case 'answer':
      return { case: 'answer', value: answerOf(command) };
    case 'draft':
      return { case: 'draftAnswer', value: { answer: answerOf(command) } };
    case 'release-answer':
      return { case: 'releaseAnswer', value: {} };
    case 'send-back':
      return { case: 'sendBackDraft', value: { reason: command.reason } };
    case 'reclassify': {
      const { type = '', category = '', supervisory, reason } = command;
      return {
        case: 'reclassify',
        value: {
          type,
          categoryCode: category,
          reason,
          ...(supervisory === undefined ? {} : { supervisory }),
        },
      };
    }
    case 'objection':
      return { case: 'decideObjection', value: { accept: command.accept, text: command.text } };
    case 'promise': {
      const { text, evidence = [], photos = [] } = command;
      return { case: 'reportPromise', value: { text, evidence: [...evidence], photos: [...photos] } };
    }
    case 'note':
      return { case: 'note', value: { text: command.text, toAgencyId: command.toAgencyId ?? '' } };
    case 'nudge':
      return { case: 'nudge', value: { text: command.text ?? '' } };
    case 'merge': {
      const { masterId, reason = '' } = command;
      // What is no tracking id is none that anybody may decide on: routing says so.
      return { case: 'merge', value: { masterCaseId: normalizeTrackingId(masterId) ?? masterId, reason } };
    }
    case 'unmerge':
      return { case: 'unmerge', value: { reason: command.reason ?? '' } };
    case 'legal-hold':
      return { case: 'setLegalHold', value: { reason: command.reason } };
    case 'lift-legal-hold':
      return { case: 'liftLegalHold', value: { reason: command.reason } };
    case 'privacy':
      return { case: 'setPrivacy', value: { protected: command.protected } };
  }
}
