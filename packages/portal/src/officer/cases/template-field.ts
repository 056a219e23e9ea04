import { toAppError } from '@lapor/kernel';
import { templateMessages } from '../../messages/template-messages.ts';
import type { OfficerCaseView } from '../../officer-types.ts';
import { optionsOf, selectField } from '../../shell/form-fields.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import type { AnswerTemplate } from '../../template-types.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(templateMessages);
const WRITTEN: readonly string[] = ['answer', 'draft', 'follow-up'];

/** For whoever has something to write here. */
export async function findTemplates(
  { api, token }: OfficerPage,
  { id, legal }: OfficerCaseView,
): Promise<readonly AnswerTemplate[]> {
  if (!legal.some((command) => WRITTEN.includes(command))) return [];
  try {
    return await api.caseTemplates(token, id);
  } catch (thrown) {
    // A case can be answered without them.
    const { code } = toAppError(thrown);
    if (code === 'forbidden' || code === 'not_found' || code === 'unavailable') return [];
    throw thrown;
  }
}

/** What was typed, and the chosen words after it: nothing that somebody wrote is lost. */
export function withTemplate(
  page: OfficerPage,
  templates: readonly AnswerTemplate[],
  values: FormValues,
): FormState {
  const chosen = templates.find(({ id }) => id === values.text('contoh'));
  if (chosen === undefined) {
    const issue = { field: 'contoh', rule: say(page.language)('choose.empty') };
    return { values, issues: [issue] };
  }
  const typed = values.text('teks');
  const text =
    typed === undefined || typed === chosen.text.trim() ? chosen.text : `${typed}\n\n${chosen.text}`;
  const changed: FormValues = {
    ...values,
    typed: (name) => (name === 'teks' ? text : values.typed(name)),
    text: (name) => (name === 'teks' ? text : values.text(name)),
  };
  return { values: changed, issues: [] };
}

/** A choice and a button of its own, so that it works without a script. */
export function templateField(
  page: Page,
  templates: readonly AnswerTemplate[],
  state: FormState,
  idPrefix: string,
): Html {
  if (templates.length === 0) return html``;
  const t = say(page.language);
  const options = templates.map(({ id, name, agency }) => ({
    value: id,
    label: t('option', { name, agency: agency.name }),
  }));
  const first = { value: '', label: t('choose') };
  return html`<div class="row">${selectField({
    name: 'contoh',
    idPrefix,
    label: t('template'),
    hint: t('templateHint'),
    state,
    choices: optionsOf([first, ...options], state.values.typed('contoh')),
  })}<button class="plain" name="langkah" value="contoh">${t('use')}</button></div>
    ${page.session && html`<p class="hint"><a href="/petugas/contoh/${page.session.officer.agencyId}">${t('title')}</a></p>`}`;
}
