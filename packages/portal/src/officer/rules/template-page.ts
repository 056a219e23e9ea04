import type { AgencyInfo } from '../../directory-types.ts';
import { templateMessages } from '../../messages/template-messages.ts';
import type { RecordedChange } from '../../officer-types.ts';
import { formStart, inputField, textField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker } from '../../shell/speak.ts';
import type { AnswerTemplate } from '../../template-types.ts';
import { changeList } from '../change-list.ts';
import type { OfficerPage } from '../officer-session.ts';
import { reasonField } from '../reason-field.ts';

const say = speaker(templateMessages);

export interface TemplateParts {
  readonly agency: AgencyInfo;
  /** With what it inherits. */
  readonly templates: readonly AnswerTemplate[];
  /** Undefined: to be read only. */
  readonly changes: readonly RecordedChange[] | undefined;
  /** The form that was sent: of one template, or "baru". */
  readonly sent: string | undefined;
  readonly state: FormState;
  readonly news: string | undefined;
}

/** An agency's templates, each with its form; those of the agencies above to read. */
export function templatesView(page: OfficerPage, parts: TemplateParts): View {
  const t = say(page.language);
  const { agency, templates, state, sent = '', news } = parts;
  const told = state.issues.map(({ field, rule }) => ({ id: `${sent}-${field}`, text: rule }));
  const own = templates.filter((each) => each.agency.code === agency.id);
  const inherited = templates.filter((each) => each.agency.code !== agency.id);
  const mayChange = parts.changes !== undefined;
  const good = news === 'terhapus' ? t('removed') : t('saved');
  return {
    title: t('title'),
    side: 'officer',
    at: 'agencies',
    broken: told.length > 0,
    main: html`<p class="over"><a href="${mayChange ? `/petugas/instansi/${agency.id}` : '/petugas'}">← ${agency.name}</a></p><h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${flash(news === undefined ? undefined : good)}${errorSummary(page, told)}
${mayChange && html`<details class="fold"${attributes({ open: sent === 'baru' || own.length === 0 })}><summary>${t('new')}</summary>${form(page, parts, undefined)}</details>`}
<section aria-labelledby="milik"><h2 id="milik">${t('own', { agency: agency.name })}</h2>${
      own.length === 0
        ? html`<p>${t('none')}</p>`
        : own.map((each) =>
            mayChange
              ? html`<details class="fold"${attributes({ open: sent === each.id })}><summary>${each.name}</summary>${form(page, parts, each)}</details>`
              : readFold(each, each.name),
          )
    }</section>
${inherited.length > 0 && html`<section aria-labelledby="warisan"><h2 id="warisan">${t('inherited')}</h2>${inherited.map((each) => readFold(each, t('option', { name: each.name, agency: each.agency.name })))}</section>`}
${parts.changes && history(page, parts.changes)}`,
  };
}

function history(page: OfficerPage, changes: readonly RecordedChange[]): Html {
  if (changes.length === 0) return html``;
  const t = say(page.language);
  const lines = changes.map(({ what, about = '', ...change }) => ({
    ...change,
    what: t(`what.${what as 'added'}`, { name: about }),
  }));
  return html`<details class="fold"><summary>${t('history')}</summary>${changeList(page, lines)}</details>`;
}

function readFold({ text }: AnswerTemplate, label: string): Html {
  return html`<details class="fold"><summary>${label}</summary>${text.split('\n').map((line) => html`<p>${line}</p>`)}</details>`;
}

function form(page: OfficerPage, parts: TemplateParts, template: AnswerTemplate | undefined): Html {
  const t = say(page.language);
  const which = template?.id ?? 'baru';
  const state = parts.sent === which ? parts.state : freshForm;
  const idPrefix = `${which}-`;
  const hint = t('textHint', { code: '{kode}', agency: '{instansi}', day: '{tanggal}' });
  return html`${formStart(page, { action: `/petugas/contoh/${parts.agency.id}`, state })}<input type="hidden" name="contoh" value="${which}">
${inputField({ name: 'nama', idPrefix, label: t('name'), hint: t('nameHint'), state, value: template?.name, maxLength: 80, required: true, autocomplete: 'off' })}
${textField({ name: 'kalimat', idPrefix, label: t('text'), hint, state, value: template?.text, rows: 6, maxLength: 5_000, required: true })}
${reasonField(page, { state, idPrefix, hint: t('reasonHint') })}
<p class="actions"><button class="button">${t('send')}</button>${template !== undefined && html`<button class="button plain" name="langkah" value="hapus" formnovalidate>${t('remove')}</button>`}</p></form>`;
}
