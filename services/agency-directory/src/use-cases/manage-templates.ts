import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid, newId, notFound, stableId } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { requireManager } from '../access.ts';
import { actorOf } from '../commands.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { TEMPLATES_SUBJECT } from '../stores/template-words.ts';
import { checkedTemplate } from '../domain/templates/answer-template.ts';
import type { AnswerTemplateState, TemplateWords } from '../domain/templates/answer-template.ts';
import type { ReasonRef } from '../domain/reason-ref.ts';
import type { DirectoryParts } from '../parts.ts';
import { checkedReason, digest, keepReason, reasonFor, tried, UNKEPT } from './change-with-reason.ts';
import { agencyOf } from './manage-officers.ts';

/** More than these nobody finds the right one among. */
const MOST = 100;

export interface ListedTemplate extends TemplateWords {
  readonly templateId: string;
  readonly agency: AgencyRecord;
}

/** Those of the agency, then what it inherits, the nearest tier first. @throws AppError unauthenticated, forbidden, not_found */
export async function listTemplates(
  parts: DirectoryParts,
  caller: Caller,
  asked: string,
): Promise<readonly ListedTemplate[]> {
  const agency = await agencyOf(parts, asked === '' ? caller.agencyId : asked);
  // For those who stand there or above; what a neighbour answers with is the neighbour's.
  if (!agency.path.includes(caller.agencyId)) requireManager(caller, agency);
  const tiers = agency.path.toReversed();
  const found = await parts.answerTemplates.query(
    { 'state.agencyId': { $in: tiers }, 'state.removed': { $ne: true } },
    { limit: MOST * tiers.length },
  );
  const words = await parts.templateWords(found.map(({ state }) => state.content.id));
  const listed = found.flatMap(({ id, state }) => {
    const kept = words.get(state.content.id);
    const owner = parts.view.find(state.agencyId);
    return kept === undefined || owner === undefined ? [] : [{ templateId: id, agency: owner, ...kept }];
  });
  const tierOf = ({ agency: { agencyId } }: ListedTemplate) => tiers.indexOf(agencyId);
  return listed.sort((a, b) => tierOf(a) - tierOf(b) || a.name.localeCompare(b.name, 'id'));
}

export interface TemplateOrder extends TemplateWords {
  /** Empty: a new one, of `agencyId`. */
  readonly templateId: string;
  readonly agencyId: string;
  readonly commandId: string;
  readonly reason: string;
}

/** @throws AppError unauthenticated, forbidden, not_found, invalid, illegal (too many) */
export async function setTemplate(
  parts: DirectoryParts,
  caller: Caller,
  { templateId, agencyId, commandId, reason: why, ...typed }: TemplateOrder,
): Promise<ListedTemplate> {
  const command = `${caller.officerId}:${commandId === '' ? newId() : commandId}`;
  const id = templateId === '' ? stableId(TEMPLATES_SUBJECT, command) : templateId;
  const known = templateId === '' ? undefined : await getTemplate(parts, templateId);
  const agency = await agencyOf(parts, known?.state.agencyId ?? agencyId);
  requireManager(caller, agency);
  const words = checkedTemplate(typed);
  checkedReason(why);
  // A command that was run before gets its first answer, though the template be gone by now, or the agency have no room for another.
  const isFull = known === undefined && (await hasNoRoom(parts, agency, id));
  const check = (state: AnswerTemplateState | undefined): void => {
    if (state?.removed === true) throw notFound('answer template', id);
    if (state === undefined && isFull)
      throw new AppError('illegal', `an agency keeps ${MOST} templates at most`);
  };
  const { refusal } = tried(() => check(known?.state));
  const [content, reason] =
    refusal === undefined
      ? await Promise.all([
          parts.contents.put(TEMPLATES_SUBJECT, digest([id, command]).slice(0, 24), words),
          keepReason(parts, TEMPLATES_SUBJECT, `${id}:${command}`, why),
        ])
      : [UNKEPT, UNKEPT];
  const said = { ...words, reason: why };
  const bodyHash = digest(templateId === '' ? { agencyId, ...said } : said);
  await parts.answerTemplates.execute(
    { aggregateId: id, commandId: command, bodyHash, actor: actorOf(caller) },
    (state) => {
      if (refusal !== undefined) throw refusal;
      check(state);
      const kept = { id: content.id, digest: content.digest };
      const data = { agencyId: agency.agencyId, content: kept, reason };
      return state?.content.id === content.id ? [] : [{ type: 'AnswerTemplateSet', data }];
    },
  );
  return { templateId: id, agency, ...words };
}

async function hasNoRoom(
  { answerTemplates }: DirectoryParts,
  { agencyId }: AgencyRecord,
  id: string,
): Promise<boolean> {
  const filter = { 'state.agencyId': agencyId, 'state.removed': { $ne: true } };
  const others = (await answerTemplates.query(filter, { limit: MOST + 1 })).filter((each) => each.id !== id);
  return others.length >= MOST;
}

/** Idempotent: a template is removed once, by whoever is first. @throws AppError unauthenticated, forbidden, not_found */
export async function removeTemplate(
  parts: DirectoryParts,
  caller: Caller,
  templateId: string,
  why: string,
): Promise<void> {
  const known = await parts.answerTemplates.find(templateId);
  if (known === undefined) throw notFound('answer template', templateId);
  requireManager(caller, await agencyOf(parts, known.state.agencyId));
  const decide = (state: AnswerTemplateState | undefined, reason: ReasonRef) =>
    state?.removed === true ? [] : [{ type: 'AnswerTemplateRemoved' as const, data: { reason } }];
  const reason = await reasonFor(parts, TEMPLATES_SUBJECT, newId(), checkedReason(why), (because) =>
    decide(known.state, because),
  );
  await parts.answerTemplates.execute(
    { aggregateId: templateId, commandId: 'remove', bodyHash: 'remove', actor: actorOf(caller) },
    (state) => decide(state, reason),
  );
}

async function getTemplate(
  { answerTemplates }: DirectoryParts,
  templateId: string,
): Promise<Loaded<AnswerTemplateState>> {
  if (!/^[0-9A-Z]{10,40}$/.test(templateId)) throw invalid('template_id', 'is the id of a template');
  const known = await answerTemplates.find(templateId);
  if (known === undefined) throw notFound('answer template', templateId);
  return known;
}
