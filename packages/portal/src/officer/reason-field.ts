import { commonMessages } from '../messages/common-messages.ts';
import { historyMessages } from '../messages/history-messages.ts';
import { textField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const LONGEST_REASON = 1_000;

/** Why: with every change that somebody makes, and kept with it. */
export function reasonField(
  { language }: Page,
  {
    hint,
    need = 'always',
    ...field
  }: {
    readonly state: FormState;
    readonly hint: string;
    readonly name?: string;
    readonly idPrefix?: string;
    /** `to_save`: not yet to see what would happen. `never`: it is their own business. */
    readonly need?: 'always' | 'to_save' | 'never';
  },
): Html {
  return textField({
    name: 'alasan',
    ...field,
    label: speaker(historyMessages)(language)('reason'),
    hint,
    optional: need === 'never' ? speaker(commonMessages)(language)('optional') : undefined,
    rows: 2,
    maxLength: LONGEST_REASON,
    required: need === 'always',
  });
}
