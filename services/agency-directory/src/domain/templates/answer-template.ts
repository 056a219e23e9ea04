import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { Because } from '../reason-ref.ts';

/** Words that the officers of an agency, and of all below it, may begin an answer with; the words are kept apart. */
export interface AnswerTemplateState {
  readonly agencyId: string;
  readonly content: TemplateRef;
  readonly removed?: true;
  /** Epoch milliseconds; absent where it was last changed before this was kept. */
  readonly changedAt?: number;
}

type TemplateRef = { readonly id: string; readonly digest: string };

export type AnswerTemplateEvent =
  | {
      readonly type: 'AnswerTemplateSet';
      readonly data: { readonly agencyId: string; readonly content: TemplateRef } & Because;
    }
  | { readonly type: 'AnswerTemplateRemoved'; readonly data: Because };

export function evolveAnswerTemplate(
  state: AnswerTemplateState | undefined,
  event: AnswerTemplateEvent,
  { at }: { readonly at: string },
): AnswerTemplateState {
  const changedAt = Date.parse(at);
  if (event.type === 'AnswerTemplateRemoved')
    return { agencyId: '', content: { id: '', digest: '' }, ...state, removed: true, changedAt };
  const { agencyId, content } = event.data;
  return { agencyId, content, changedAt };
}

export interface TemplateWords {
  readonly name: string;
  readonly text: string;
}

/** What stands for something of the case: its tracking id, whoever has it, today. */
export const PLACEHOLDERS: readonly string[] = ['kode', 'instansi', 'tanggal'];
const LONGEST_NAME = 80;
const LONGEST_TEXT = 5_000;

/** Trimmed. @throws AppError invalid (name, text), naming a placeholder that is none */
export function checkedTemplate(typed: TemplateWords): TemplateWords {
  const words = { name: typed.name.trim(), text: typed.text.trim() };
  const issues: Issue[] = [];
  for (const [field, most] of [
    ['name', LONGEST_NAME],
    ['text', LONGEST_TEXT],
  ] as const) {
    if (words[field] === '') issues.push({ field, rule: 'is required' });
    if (words[field].length > most) issues.push({ field, rule: `is at most ${most} characters` });
  }
  const strange = [...words.text.matchAll(/\{([^{}]*)\}/g)].find(
    ([, name = '']) => !PLACEHOLDERS.includes(name),
  );
  if (strange !== undefined)
    issues.push({ field: 'text', rule: `has {${PLACEHOLDERS.join('}, {')}} in braces, not ${strange[0]}` });
  if (issues.length === 0) return words;
  throw new AppError('invalid', issues.map(({ field, rule }) => `${field} ${rule}`).join('; '), { issues });
}
