import type { Caller } from '@lapor/contracts/common/v1/common';
import type { AnswerTemplateEvent, TemplateWords } from '../domain/templates/answer-template.ts';
import type { DirectoryParts } from '../parts.ts';
import { managedAgency } from './manage-officers.ts';
import { TEMPLATES_SUBJECT } from '../stores/template-words.ts';
import { recordedChanges } from './recorded-changes.ts';
import type { RecordedChange, Told } from './recorded-changes.ts';

const MOST_CHANGES = 200;

/** What was done with an agency's own templates, newest first, those that are gone too. @throws AppError unauthenticated, forbidden, not_found */
export async function listTemplateChanges(
  parts: DirectoryParts,
  caller: Caller,
  asked: string,
): Promise<readonly RecordedChange[]> {
  const { agencyId } = await managedAgency(parts, caller, asked);
  const lately = await parts.answerTemplates.query(
    { 'state.agencyId': agencyId },
    { sort: { 'state.changedAt': -1 }, limit: MOST_CHANGES },
  );
  const all = await Promise.all(lately.map(({ id }) => toldOf(parts, id)));
  const inTime = all.flat().sort((a, b) => a.event.at.localeCompare(b.event.at));
  return recordedChanges(parts, TEMPLATES_SUBJECT, inTime);
}

async function toldOf({ answerTemplates, contents }: DirectoryParts, id: string): Promise<readonly Told[]> {
  const history = await answerTemplates.history(id);
  const contentOf = ({ data }: Pick<AnswerTemplateEvent, 'data'>) =>
    'content' in data ? data.content.id : undefined;
  const words = await contents.readMany(
    TEMPLATES_SUBJECT,
    history.flatMap((event) => contentOf(event) ?? []),
  );
  let about = '';
  return history.map((event, at) => {
    const content = contentOf(event);
    if (content === undefined) return { event, about, what: 'removed' };
    about = (words.get(content) as TemplateWords | undefined)?.name ?? '';
    return { event, about, what: at === 0 ? 'added' : 'changed' };
  });
}
