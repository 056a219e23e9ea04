import { enumWords } from '@lapor/contracts';
import type { Client } from '@lapor/contracts';
import { AnswerKind, ArchiveReason, FollowUpKind } from '@lapor/contracts/routing/v1/case';
import type { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import type { OfficerAct } from './story.ts';

type Command = NonNullable<Parameters<Client<typeof RoutingService>['execute']>[0]['command']>;

const answerKinds = enumWords(AnswerKind);
const archiveReasons = enumWords(ArchiveReason);
const followUpKinds = enumWords(FollowUpKind);

/** An officer's act in the words of routing. `competentId`: whom a disposition goes to. */
export function officerCommand(act: OfficerAct, competentId: string): Command {
  switch (act.do) {
    case 'dispose':
      return { case: 'dispose', value: { agencyId: competentId } };
    case 'ask':
      return { case: 'ask', value: { question: act.text } };
    case 'archive':
      return { case: 'archive', value: { reason: archiveReasons.value(act.reason), text: act.text } };
    case 'refer': {
      const { bodyName, contact, reference, text } = act;
      return { case: 'refer', value: { bodyName, contact, reference, text } };
    }
    case 'return':
      return { case: 'return', value: { reason: act.text } };
    case 'follow-up': {
      const { text, nextStep, nextDate } = act;
      return { case: 'followUp', value: { kind: followUpKinds.value(act.kind), text, nextStep, nextDate } };
    }
    case 'answer': {
      const { text, evidence = [], promisedDate = '', ground = '', whereToGo = '' } = act;
      const kind = answerKinds.value(act.kind);
      return {
        case: 'answer',
        value: { kind, text, evidence: [...evidence], promisedDate, ground, whereToGo },
      };
    }
  }
}
