import { AppError, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PolicyFields } from '../../clock-rules-types.ts';
import { policyInForce } from '../../policy-in-force.ts';
import { clockRuleMessages } from '../../messages/clock-rule-messages.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { refusalText } from './clock-rule-refusals.ts';
import { forOfficers } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { LIMIT_GROUPS, policiesView } from './policy-page.ts';
import type { LimitName, PolicyPreview } from './policy-page.ts';

const PATH = '/petugas/batas-waktu';
/** Before the first report of anybody. */
const EVER = '2000-01-01';
const NAMES: readonly LimitName[] = Object.values(LIMIT_GROUPS).flat();

/** Versions of the limits, for the national admin. */
export function policyRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    PATH,
    forOfficers(portal, async (page, request, reply) =>
      show(reply, page, { state: freshForm, saved: queryOf(request)['kabar'] === 'tersimpan' }),
    ),
  );
  app.post(
    PATH,
    forOfficers(portal, async (page, request, reply) => {
      requireNationalAdmin(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const trying = values.text('langkah') === 'dampak';
      const issues = missing(page, values, trying);
      if (issues.length > 0) return show(reply, page, { state: { values, issues }, status: 400 });
      const wanted = policyOf(values);
      if (trying) return show(reply, page, { state: { values, issues: [] }, wanted });
      try {
        const added = { policy: wanted, reason: values.text('reason') ?? '' };
        await page.api.addPolicy(page.token, added, { idempotencyKey: keyOf(values) });
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid') throw error;
        const state = { values, issues: told(page, error) };
        return show(reply, page, { state, status: httpStatusOf(error.code) });
      }
      return seeOther(reply, `${PATH}?kabar=tersimpan`);
    }),
  );
}

function requireNationalAdmin({ session }: OfficerPage): void {
  if (session.officer.role !== 'national_admin')
    throw new AppError('forbidden', 'only the national admin keeps the limits');
}

const WHOLE = /^\d{1,4}$/;

/** What is left out or is no number is said at once; the rest is the directory's to judge. */
function missing(page: OfficerPage, values: FormValues, trying: boolean): readonly Issue[] {
  const t = speaker(clockRuleMessages)(page.language);
  const needed = ['version', 'validFrom', ...(trying ? [] : ['reason'])];
  const empty = needed.filter((field) => values.text(field) === undefined);
  const strange = NAMES.filter((name) => !WHOLE.test(values.text(name) ?? ''));
  return [
    ...empty.map((field) => ({ field, rule: t('refused.empty') })),
    ...strange.map((field) => ({ field, rule: t('refused.number') })),
    ...(warnings(values).every((each) => WHOLE.test(each))
      ? []
      : [{ field: 'warnAt', rule: t('refused.warnAt') }]),
  ];
}

function warnings(values: FormValues): readonly string[] {
  return values
    .typed('warnAt')
    .split(/[\s,;]+/)
    .filter((each) => each !== '');
}

function policyOf(values: FormValues): PolicyFields {
  const numbers = Object.fromEntries(NAMES.map((name) => [name, Number(values.text(name))]));
  return {
    ...(numbers as Record<LimitName, number>),
    version: values.text('version') ?? '',
    validFrom: values.text('validFrom') ?? '',
    warnAt: warnings(values).map(Number),
  };
}

function told(page: OfficerPage, error: AppError): readonly Issue[] {
  const issues = error.issues.map((issue) => ({
    field: issue.field,
    rule: refusalText(page.language, issue),
  }));
  return issues.length > 0 ? issues : [{ field: 'version', rule: errorText(page, error) }];
}

interface Shown {
  readonly state: FormState;
  readonly saved?: boolean;
  readonly status?: number;
  /** To be tried. */
  readonly wanted?: PolicyFields;
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { state, saved = false, status = 200, wanted }: Shown,
): Promise<FastifyReply> {
  requireNationalAdmin(page);
  const policies = await page.api.policies(page.token);
  const today = page.moments.today();
  const current = policyInForce(policies.policies, today);
  const preview = wanted === undefined ? undefined : await previewOf(page, policies.policies, wanted);
  return sendPage(
    reply,
    page,
    policiesView(page, { policies, current, today, state, preview, saved }),
    status,
  );
}

async function previewOf(
  page: OfficerPage,
  policies: readonly PolicyFields[],
  wanted: PolicyFields,
): Promise<PolicyPreview> {
  const { figures } = await page.api.figures({ from: EVER, to: page.moments.today() });
  return { wanted, before: policyInForce(policies, wanted.validFrom), running: figures.inProcess };
}
