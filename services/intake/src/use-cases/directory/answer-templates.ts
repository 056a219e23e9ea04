import type { AnswerTemplate as TemplateMessage } from '@lapor/contracts/directory/v1/directory_service';
import { AppError } from '@lapor/kernel';
import type { AnswerTemplate, NewAnswerTemplate, RecordedChange } from '@lapor/portal';
import { fillTemplate } from '../../domain/fill-template.ts';
import { deriveCommandKey } from '../../stores/identifiers.ts';
import type { Intake } from '../../intake.ts';
import { caseIdOf, getCase } from '../case-access.ts';
import { recordedChange } from './recorded-change.ts';
import { callerOf } from './officer-session.ts';

const ELSEWHERE = 'Asia/Jakarta';

/** Of the agency and what it inherits. @throws AppError unauthenticated, forbidden, not_found */
export async function listAnswerTemplates(
  intake: Intake,
  token: string,
  agencyId: string,
): Promise<readonly AnswerTemplate[]> {
  const caller = await callerOf(intake, token);
  const { templates } = await intake.directory.listAnswerTemplates({ agencyId }, { caller });
  return templates.map(templateInfo);
}

/** Those of whoever has the case, filled in for it: for officers who may read it. @throws AppError forbidden, not_found */
export async function caseTemplates(
  intake: Intake,
  token: string,
  typed: string,
): Promise<readonly AnswerTemplate[]> {
  const caller = await callerOf(intake, token);
  const trackingId = caseIdOf(typed);
  const { textVisible, snapshot } = await getCase(intake, trackingId, caller);
  const agencyId = snapshot?.holderAgencyId ?? '';
  if (!textVisible || agencyId === '')
    throw new AppError('forbidden', 'answers to this case are not for you to write');
  const [{ templates }, agency] = await Promise.all([
    intake.directory.listAnswerTemplates({ agencyId }, { caller }),
    intake.places.findAgency(agencyId),
  ]);
  const timeZone = agency?.timeZone || ELSEWHERE;
  const facts = { trackingId, agencyName: agency?.name ?? '', now: intake.clock.now(), timeZone };
  return templates.map(templateInfo).map((each) => ({ ...each, text: fillTemplate(each.text, facts) }));
}

/** Without an id a new one. @throws AppError unauthenticated, forbidden, not_found, invalid, illegal (too many) */
export async function setAnswerTemplate(
  intake: Intake,
  token: string,
  { id: templateId = '', agencyId = '', name, text, reason }: Partial<NewAnswerTemplate> & TemplateWords,
  idempotencyKey: string | undefined,
): Promise<AnswerTemplate> {
  const caller = await callerOf(intake, token);
  const commandId =
    idempotencyKey === undefined
      ? ''
      : deriveCommandKey(intake.mac, `answer-template\n${caller.officerId}`, idempotencyKey);
  const { template } = await intake.directory.setAnswerTemplate(
    { templateId, agencyId, name, text, commandId, reason },
    { caller },
  );
  if (template === undefined) throw new AppError('internal', 'the directory answered without the template');
  return templateInfo(template);
}

interface TemplateWords {
  readonly id?: string | undefined;
  readonly name: string;
  readonly text: string;
  readonly reason: string;
}

/** Idempotent. @throws AppError unauthenticated, forbidden, not_found */
export async function removeAnswerTemplate(
  intake: Intake,
  token: string,
  templateId: string,
  reason: string,
): Promise<void> {
  const caller = await callerOf(intake, token);
  await intake.directory.removeAnswerTemplate({ templateId, reason }, { caller });
}

/** What was done with an agency's own, newest first. @throws AppError unauthenticated, forbidden, not_found */
export async function listAnswerTemplateChanges(
  intake: Intake,
  token: string,
  agencyId: string,
): Promise<readonly RecordedChange[]> {
  const caller = await callerOf(intake, token);
  const { changes } = await intake.directory.listAnswerTemplateChanges({ agencyId }, { caller });
  return changes.map(recordedChange);
}

function templateInfo({ templateId: id, agencyId, agencyName, name, text }: TemplateMessage): AnswerTemplate {
  return { id, agency: { code: agencyId, name: agencyName }, name, text };
}
