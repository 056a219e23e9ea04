import type { AggregateDefinition } from '@lapor/store';
import { evolveAnswerTemplate } from '../domain/templates/answer-template.ts';
import type { AnswerTemplateEvent, AnswerTemplateState } from '../domain/templates/answer-template.ts';

/** Who set which words, and when. Nobody else needs to hear of it. */
export const ANSWER_TEMPLATES: AggregateDefinition<AnswerTemplateState, AnswerTemplateEvent> = {
  name: 'answer_templates',
  context: 'directory',
  schema: 1,
  evolve: evolveAnswerTemplate,
  isPublished: () => false,
  publish: () => undefined,
  indexes: [{ fields: { 'state.agencyId': 1, 'state.changedAt': 1 } }],
};
