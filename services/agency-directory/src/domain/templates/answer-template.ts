import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';

/** Words that the officers of an agency, and of all below it, may begin an answer with; the words are kept apart. */
export interface AnswerTemplateState {
  readonly agencyId: string;
  readonly content: TemplateRef;
  readonly removed?: true;
}

type TemplateRef = { readonly id: string; readonly digest: string };

export type AnswerTemplateEvent =
  | {
      readonly type: 'AnswerTemplateSet';
      readonly data: { readonly agencyId: string; readonly content: TemplateRef };
    }
  | { readonly type: 'AnswerTemplateRemoved'; readonly data: Readonly<Record<string, never>> };

export function evolveAnswerTemplate(
  state: AnswerTemplateState | undefined,
  event: AnswerTemplateEvent,
): AnswerTemplateState {
  if (event.type === 'AnswerTemplateSet') return event.data;
  return { agencyId: '', content: { id: '', digest: '' }, ...state, removed: true };
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
