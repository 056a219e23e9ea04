import { AppError, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import { AGENCY_ID } from '../../citizen/agency-picker.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import { errorMessages } from '../../messages/error-messages.ts';
import { historyMessages } from '../../messages/history-messages.ts';
import type { NewOfficer, OfficerInfo } from '../../officer-types.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { areasToChoose, codeTyped } from '../area-field.ts';
import type { OfficerPage } from '../officer-session.ts';
import { rolesToGive } from './admin-page.ts';
import { RETURNING } from './officer-fields.ts';

/** Among these somebody finds the one they mean; more than are called alike. */
const MOST_NAMED = 50;
const MOST_SAID = 10;

/** What an overseer looks over, as typed. @throws AppError invalid with the form's own field names */
export async function scopeTyped(page: OfficerPage, values: FormValues, scopeArea: string | undefined) {
  return {
    scopeAgencyId: await agencyTyped(page, values.text('lingkup_instansi')),
    scopeArea: scopeArea && codeTyped(scopeArea, await areasToChoose(page)),
  };
}

/**
 * The one agency that is called so, or has this code: who may look at what is not guessed.
 * @throws AppError invalid with the form's own field name
 */
async function agencyTyped(page: OfficerPage, text: string | undefined): Promise<string | undefined> {
  if (text === undefined) return undefined;
  const found = await page.api.agencies({ text, limit: MOST_NAMED });
  const called = found.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  const [only, another] = called;
  if (only !== undefined && another === undefined) return only.id;
  if (called.length === 0 && AGENCY_ID.test(text)) return text;
  const a = speaker(adminMessages)(page.language);
  const meant = (called.length > 0 ? called : found).slice(0, MOST_SAID);
  const names = meant.map(({ id, name }) => `${name} (${id})`).join('; ');
  const rule = meant.length === 0 ? a('scopeAgencyNone') : a('scopeAgencySeveral', { names });
  throw new AppError('invalid', 'no one agency', { issues: [{ field: 'lingkup_instansi', rule }] });
}

/** @throws AppError invalid with the form's own field name */
export function readReason({ language }: Page, values: FormValues): string {
  const reason = values.text('alasan');
  if (reason !== undefined) return reason;
  const issues = [{ field: 'alasan', rule: speaker(errorMessages)(language)('field.empty') }];
  throw new AppError('invalid', 'the form is not complete', { issues });
}

/** A successor takes role and unit of whom they follow; `known`: who is there already, under that name. @throws AppError invalid with the form's own field names */
export function readOfficer(
  page: OfficerPage,
  values: FormValues,
  { follows, known }: { readonly follows?: OfficerInfo; readonly known?: OfficerInfo } = {},
): NewOfficer {
  const t = speaker(errorMessages)(page.language);
  const a = speaker(adminMessages)(page.language);
  const issues: Issue[] = [];
  const needed = (field: string) => {
    const text = values.text(field);
    if (text === undefined) issues.push({ field, rule: t('field.empty') });
    return text ?? '';
  };
  const name = needed('nama');
  const username = known?.username ?? needed('nama_pengguna');
  // What is missing is said at once.
  needed('alasan');
  const email = values.text('email');
  if (email !== undefined && !/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/u.test(email))
    issues.push({ field: 'email', rule: a('emailWrong') });
  const role = follows?.role ?? rolesToGive(page).find((each) => each === values.text('peran'));
  if (role === undefined) issues.push({ field: 'peran', rule: t('field.empty') });
  const agencyId = follows?.agencyId ?? values.text('unit') ?? '';
  if (!AGENCY_ID.test(agencyId)) issues.push({ field: 'unit', rule: t('field.unit') });
  const scopeArea = follows === undefined ? values.text('lingkup') : follows.scopeArea;
  for (const field of ['lingkup', 'lingkup_instansi'] as const)
    if (
      follows === undefined &&
      values.text(field) !== undefined &&
      role !== undefined &&
      role !== 'overseer'
    )
      issues.push({ field, rule: a('scopeNotTheirs') });
  if (issues.length > 0 || role === undefined)
    throw new AppError('invalid', 'the form is not complete', { issues });
  const scope = { scopeAgencyId: follows?.scopeAgencyId, scopeArea };
  const returning = values.ticked(RETURNING) ? { returning: true } : {};
  return { username, name, role, agencyId, email, phone: values.text('hp'), ...scope, ...returning };
}

/** What stands in the way, as the directory says it. */
const WHY = ['last_admin', 'last_inspector', 'last_releaser', 'left', 'code_over'] as const;

/** What it comes to on the form; what else went wrong is thrown on. */
export function refusedForm(
  page: Page,
  values: FormValues,
  thrown: unknown,
): { readonly state: FormState; readonly status: number } {
  const error = toAppError(thrown);
  if (!['invalid', 'conflict', 'unprocessable', 'forbidden', 'illegal'].includes(error.code)) throw error;
  const a = speaker(adminMessages)(page.language);
  const status = httpStatusOf(error.code);
  const because = WHY.find((each) => each === error.extra['why']);
  if (because !== undefined)
    return { status, state: { values, issues: [{ field: 'nama', rule: a(`why.${because}`) }] } };
  if (error.extra['returning'] === true)
    return { status, state: { values, issues: [{ field: RETURNING, rule: a('returningAsked') }] } };
  if (error.code === 'conflict' && error.issues.length > 0)
    return { status, state: { values, issues: [{ field: 'nama_pengguna', rule: a('taken') }] } };
  if (error.issues.length === 0)
    return { status, state: { values, issues: [{ field: 'nama', rule: errorText(page, error) }] } };
  const issues = error.issues.map(({ field, rule }) => {
    switch (field) {
      case 'username':
        return { field: 'nama_pengguna', rule: a('usernameWrong') };
      case 'reason':
        return { field: 'alasan', rule: speaker(historyMessages)(page.language)('reasonWrong') };
      case 'email':
        return { field, rule: a('emailWrong') };
      case 'phone':
        return { field: 'hp', rule: a('phoneWrong') };
      case 'scopeAreaCode':
      case 'scopeArea':
        return { field: 'lingkup', rule: a('scopeUnknown') };
      case 'role':
        return { field: 'peran', rule: a('roleWrong') };
      case 'agency_id':
        return { field: 'unit', rule };
      case 'successorId':
        return { field: 'penerus', rule: a('takesOverWrong') };
      default:
        return { field, rule };
    }
  });
  return { status, state: { values, issues } };
}
