import type { CategoryChangeInfo, MergePreview } from '../../category-types.ts';
import type { CategoryInfo } from '../../directory-types.ts';
import { categoryMessages } from '../../messages/category-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { choice, formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker } from '../../shell/speak.ts';
import { changeList } from '../change-list.ts';
import type { OfficerPage } from '../officer-session.ts';
import { previewButton } from '../preview-button.ts';
import { reasonField } from '../reason-field.ts';
import { mergePreview } from './merge-preview.ts';
import { rulesNav } from './rules-nav.ts';

const say = speaker(categoryMessages);

/** What can be done, in the order of the page; the first is about none there is yet. */
export const CATEGORY_ACTIONS = ['add', 'rename', 'mark', 'retire', 'restore', 'merge', 'unmerge'] as const;
export type CategoryAction = (typeof CATEGORY_ACTIONS)[number];

export interface CategoriesParts {
  /** With those that are retired. */
  readonly categories: readonly CategoryInfo[];
  readonly changes: readonly CategoryChangeInfo[];
  readonly sent: CategoryAction | undefined;
  readonly state: FormState;
  readonly saved: boolean;
  /** Of the merger that was tried, or of undoing one: then `into` is the category itself. */
  readonly preview?: (MergePreview & { readonly into: string }) | undefined;
}

export function categoriesView(page: OfficerPage, parts: CategoriesParts): View {
  const t = say(page.language);
  const { categories } = parts;
  const groups = categories.filter(({ parentCode }) => parentCode === undefined);
  return {
    title: t('title'),
    side: 'officer',
    at: 'rules',
    broken: parts.state.issues.length > 0,
    main: html`${rulesNav(page, 'categories')}<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${head(page, parts)}
${form(page, 'add', parts, undefined)}
${groups.map((group) => groupFold(page, group, categories))}
${history(page, parts.changes, categories)}`,
  };
}

/** One category, or a group, and all that can be done with it. */
export function categoryView(page: OfficerPage, category: CategoryInfo, parts: CategoriesParts): View {
  const t = say(page.language);
  const { categories } = parts;
  const own = parts.changes.filter(({ code, intoCode }) => [code, intoCode].includes(category.code));
  const merged = categories.filter(({ successorCode }) => successorCode === category.code);
  const names = merged.map((each) => called(page, each)).join(', ');
  return {
    title: called(page, category),
    side: 'officer',
    at: 'rules',
    broken: parts.state.issues.length > 0,
    main: html`<p class="over"><a href="/petugas/topik">← ${t('title')}</a></p><h1>${called(page, category)}</h1>
<p class="lead">${category.code}${marks(page, category, categories)}</p>${merged.length > 0 && html`<p class="note">${t('mergedHere', { names })}</p>`}${head(page, parts)}
${CATEGORY_ACTIONS.filter((action) => mayBe(category, action)).map((action) => form(page, action, parts, category))}
${history(page, own, categories)}`,
  };
}

function head(page: OfficerPage, { state, sent, saved }: CategoriesParts): Html {
  const told = state.issues.map(({ field, rule }) => ({ id: `${sent ?? ''}-${field}`, text: rule }));
  return html`${flash(saved ? say(page.language)('saved') : undefined)}${errorSummary(page, told)}`;
}

function called({ language }: OfficerPage, { nameId, nameEn }: CategoryInfo): string {
  return language === 'en' ? nameEn : nameId;
}

function mayBe({ parentCode, retired, successorCode }: CategoryInfo, action: CategoryAction): boolean {
  if (action === 'add') return false;
  if (action === 'rename') return true;
  if (parentCode === undefined) return false;
  if (successorCode !== undefined || action === 'unmerge')
    return (successorCode !== undefined) === (action === 'unmerge');
  return action === 'mark' || action === 'merge' || (action === 'restore') === (retired === true);
}

function groupFold(page: OfficerPage, group: CategoryInfo, categories: readonly CategoryInfo[]): Html {
  const t = say(page.language);
  const leaves = categories.filter(({ parentCode }) => parentCode === group.code);
  const count = leaves.filter(({ retired }) => retired !== true).length;
  const line = (each: CategoryInfo) =>
    html`<li><a href="/petugas/topik/${each.code}">${called(page, each)}</a> <span class="sub">${each.code}${marks(page, each, categories)}</span></li>`;
  return html`<details class="fold"><summary>${t('group', { name: called(page, group), count })}</summary>
<ul class="deliveries">${leaves.map(line)}</ul><p><a href="/petugas/topik/${group.code}">${t('renameGroup')}</a></p></details>`;
}

function marks(page: OfficerPage, category: CategoryInfo, categories: readonly CategoryInfo[]): string {
  const t = say(page.language);
  const { danger, neverPublic, retired, successorCode } = category;
  const survivor = categories.find(({ code }) => code === successorCode);
  const words = [
    danger && t('danger'),
    neverPublic && t('neverPublic'),
    survivor !== undefined && t('mergedInto', { name: called(page, survivor) }),
    retired === true && survivor === undefined && t('retired'),
  ].filter((word) => word !== false);
  return words.length === 0 ? '' : ` · ${words.join(' · ')}`;
}

function form(
  page: OfficerPage,
  action: CategoryAction,
  parts: CategoriesParts,
  category: CategoryInfo | undefined,
): Html {
  const t = say(page.language);
  const { sent } = parts;
  const state = sent === action ? parts.state : freshForm;
  const idPrefix = `${action}-`;
  const to = category === undefined ? '/petugas/topik' : `/petugas/topik/${category.code}`;
  return html`<details class="fold"${attributes({ open: sent === action })}><summary>${t(`do.${action}`)}</summary><p>${t(`about.${action}`)}</p>
${formStart(page, { action: to, state })}<input type="hidden" name="tindakan" value="${action}">
${fields(page, action, parts, state, category)}
${reasonField(page, { state, idPrefix, hint: t('reasonHint') })}
${(action === 'merge' || action === 'unmerge') && category !== undefined ? mergeSteps(page, parts, state, category) : html`<p class="actions"><button class="button">${t('send')}</button></p>`}</form></details>`;
}

function fields(
  page: OfficerPage,
  action: CategoryAction,
  { categories }: CategoriesParts,
  state: FormState,
  category: CategoryInfo | undefined,
): Html {
  switch (action) {
    case 'add':
      return addFields(page, categories, state);
    case 'rename':
      return nameFields(page, 'rename-', state, category);
    case 'mark':
      return markFields(page, 'mark-', state, category);
    case 'merge': {
      const t = say(page.language);
      const others = categories.filter(
        ({ code, parentCode, retired }) =>
          parentCode !== undefined && retired !== true && code !== category?.code,
      );
      const options = others.map((each) => ({ value: each.code, label: called(page, each) }));
      const choices = optionsOf(
        [{ value: '', label: t('choose') }, ...options],
        state.values.typed('tujuan'),
      );
      return selectField({
        name: 'tujuan',
        idPrefix: 'merge-',
        label: t('into'),
        state,
        choices,
        required: true,
      });
    }
    case 'retire':
    case 'restore':
    case 'unmerge':
      return html``;
  }
}

function addFields(page: OfficerPage, categories: readonly CategoryInfo[], state: FormState): Html {
  const t = say(page.language);
  const optional = speaker(commonMessages)(page.language)('optional');
  const idPrefix = 'add-';
  const groups = categories
    .filter(({ parentCode }) => parentCode === undefined)
    .map((each) => ({ value: each.code, label: called(page, each) }));
  const choices = optionsOf([{ value: '', label: t('choose') }, ...groups], state.values.typed('kelompok'));
  return html`${selectField({ name: 'kelompok', idPrefix, label: t('groupOf'), state, choices, required: true })}
${nameFields(page, idPrefix, state, undefined)}
${inputField({ name: 'kode', idPrefix, label: t('code'), hint: t('codeHint'), state, maxLength: 64, required: true, autocomplete: 'off', autocapitalize: 'none' })}
${inputField({ name: 'penjelasan', idPrefix, label: t('hintId'), optional, state, maxLength: 200, autocomplete: 'off' })}
${inputField({ name: 'penjelasan_en', idPrefix, label: t('hintEn'), optional, state, maxLength: 200, autocomplete: 'off' })}
${markFields(page, idPrefix, state, undefined)}`;
}

function nameFields(
  page: OfficerPage,
  idPrefix: string,
  state: FormState,
  category: CategoryInfo | undefined,
): Html {
  const t = say(page.language);
  const shared = { idPrefix, state, maxLength: 80, required: true, autocomplete: 'off' };
  return html`${inputField({ ...shared, name: 'nama', label: t('nameId'), value: category?.nameId })}
${inputField({ ...shared, name: 'nama_en', label: t('nameEn'), value: category?.nameEn })}`;
}

function markFields(
  page: OfficerPage,
  idPrefix: string,
  state: FormState,
  category: CategoryInfo | undefined,
): Html {
  const t = say(page.language);
  const sent = state.values.text('tindakan') !== undefined;
  const box = (name: string, label: string, is: boolean | undefined) =>
    choice({
      type: 'checkbox',
      name,
      idPrefix,
      value: 'ya',
      label,
      checked: sent ? state.values.ticked(name) : is === true,
    });
  return html`${box('darurat', t('markDanger'), category?.danger)}
${box('rahasia', t('markNeverPublic'), category?.neverPublic)}`;
}

/** First what it moves; only then it can be done. */
function mergeSteps(
  page: OfficerPage,
  { preview, categories }: CategoriesParts,
  state: FormState,
  category: CategoryInfo,
): Html {
  const t = say(page.language);
  const look = html`${previewButton(`/petugas/topik/${category.code}`, t('preview'), true)}`;
  const isUndone = category.successorCode !== undefined;
  const other = isUndone ? category.successorCode : preview?.into;
  const into = categories.find(({ code }) => code === other);
  if (preview === undefined || into === undefined) return html`<p class="actions">${look}</p>`;
  const names = { from: called(page, category), into: called(page, into), isUndone };
  return html`<input type="hidden" name="dilihat" value="${preview.into}">${mergePreview(page, preview, names)}${!isUndone && sure(page, category, state)}
<p class="actions">${look}<button class="button${!isUndone && ' bad'}">${t(isUndone ? 'sendUnmerge' : 'sendMerge')}</button></p>`;
}

function sure(page: OfficerPage, category: CategoryInfo, state: FormState): Html {
  const broken = state.issues.some(({ field }) => field === 'yakin');
  const label = say(page.language)('sure', { name: called(page, category) });
  return html`<div class="field${broken && ' broken'}">${choice({ type: 'checkbox', name: 'yakin', idPrefix: 'merge-', value: 'ya', label, checked: state.values.ticked('yakin') })}</div>`;
}

function history(
  page: OfficerPage,
  changes: readonly CategoryChangeInfo[],
  categories: readonly CategoryInfo[],
): Html {
  const t = say(page.language);
  return html`<section class="card" aria-labelledby="riwayat"><h2 id="riwayat">${t('history')}</h2>${
    changes.length === 0
      ? html`<p>${t('noHistory')}</p>`
      : changeList(
          page,
          changes.map((change) => ({ ...change, what: changeText(page, change, categories) })),
        )
  }</section>`;
}

function changeText(
  page: OfficerPage,
  change: CategoryChangeInfo,
  categories: readonly CategoryInfo[],
): string {
  const t = say(page.language);
  const nameOf = (wanted: string) => {
    const found = categories.find(({ code }) => code === wanted);
    return found === undefined ? wanted : called(page, found);
  };
  const { what, code, intoCode = '' } = change;
  const given = page.language === 'en' ? change.nameEn : change.nameId;
  const words = [change.danger === true && t('danger'), change.neverPublic === true && t('neverPublic')];
  return t(`what.${what as 'merged'}`, {
    code,
    name: given ?? nameOf(code),
    into: nameOf(intoCode),
    marks: words.filter((word) => word !== false).join(', ') || t('noMarks'),
  } as never);
}
