import { AppError, normalizeTrackingId, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commonMessages } from '../../messages/common-messages.ts';
import { errorMessages } from '../../messages/error-messages.ts';
import { revealMessages } from '../../messages/reveal-messages.ts';
import { REVEAL_PURPOSES } from '../../officer-types.ts';
import type { Reveal, RevealedIdentity } from '../../officer-types.ts';
import { formStart, optionsOf, selectField, textField } from '../../shell/form-fields.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import { errorSummary } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { parameterOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { forOfficers } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(revealMessages);

/** Who the reporter is, for those who may ask. The answer is a page without an address to see it again. */
export function revealRoutes(app: FastifyInstance, portal: Portal): void {
  const path = '/petugas/laporan/:caseId/identitas';
  app.get(
    path,
    forOfficers(portal, async (page, request, reply) => {
      const id = await requireRevealable(page, request);
      return sendPage(reply, page, askView(page, id, freshForm));
    }),
  );
  app.post(
    path,
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const id = await requireRevealable(page, request);
      const state = { values, issues: issuesIn(page, values.text('tujuan'), values.text('alasan')) };
      if (state.issues.length > 0) return sendPage(reply, page, askView(page, id, state), 400);
      const purpose = REVEAL_PURPOSES.find((each) => each === values.text('tujuan')) ?? 'legal_duty';
      const reveal: Reveal = { purpose, reason: values.typed('alasan') };
      const context = { ...page.context, idempotencyKey: keyOf(values) };
      const identity = await page.api.revealIdentity(page.token, id, reveal, context).catch(noGround);
      if (identity === undefined) {
        const issues = [{ field: 'alasan', rule: say(page.language)('noGround') }];
        return sendPage(reply, page, askView(page, id, { values, issues }), 400);
      }
      void reply.header('cache-control', 'no-store');
      return sendPage(reply, page, identityView(page, id, identity));
    }),
  );
}

/** The reason says nothing: asked for once more. */
function noGround(error: unknown): undefined {
  if (toAppError(error).issues.some(({ field }) => field === 'reason')) return undefined;
  throw error;
}

async function requireRevealable(page: OfficerPage, request: FastifyRequest): Promise<string> {
  const id = normalizeTrackingId(parameterOf(request, 'caseId'));
  if (id === undefined) throw new AppError('not_found', 'this is no tracking id');
  const { mayReveal } = await page.api.caseView(page.token, id);
  if (!mayReveal) throw toAppError(new AppError('forbidden', 'who reported is not for you'));
  return id;
}

function issuesIn(page: Page, purpose: string | undefined, reason: string | undefined): readonly Issue[] {
  const rule = speaker(errorMessages)(page.language)('field.empty');
  const known = REVEAL_PURPOSES.some((each) => each === purpose);
  return [
    ...(known ? [] : [{ field: 'tujuan', rule }]),
    ...(reason === undefined ? [{ field: 'alasan', rule }] : []),
  ];
}

function askView(page: Page, id: string, state: FormState): View {
  const t = say(page.language);
  const c = speaker(commonMessages)(page.language);
  const purposes = REVEAL_PURPOSES.map((each) => ({ value: each, label: c(`purpose.${each}`) }));
  const choices = optionsOf([{ value: '', label: '–' }, ...purposes], state.values.typed('tujuan'));
  return {
    title: t('title'),
    side: 'officer',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="/petugas/laporan/${id}">← ${t('back')}</a></p><h1>${t('title')}</h1>
<p class="warning">${t('warning')}</p>${errorSummary(
      page,
      state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
    )}
${formStart(page, { action: `/petugas/laporan/${id}/identitas`, state, className: 'card' })}
${selectField({ name: 'tujuan', label: t('purpose'), state, choices })}
${textField({ name: 'alasan', label: t('reason'), hint: t('reasonHint'), state, rows: 4 })}
<p class="actions"><button class="button bad">${t('send')}</button><a class="button plain" href="/petugas/laporan/${id}">${t('cancel')}</a></p></form></div>`,
  };
}

function identityView(page: Page, id: string, { name, email, phone }: RevealedIdentity): View {
  const t = say(page.language);
  const line = (label: string, value: string | undefined) =>
    value !== undefined &&
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  const left = name ?? email ?? phone;
  return {
    title: t('shown'),
    side: 'officer',
    main: html`<div class="narrow">
      <h1>${t('shown')}</h1>
      <p class="warning">${t('shownOnce')}</p>
      <section class="card" aria-label="${t('shown')}">
        ${
          left === undefined
            ? html`<p>${t('nobody')}</p>`
            : html`<dl>${line(t('name'), name)}${line(t('email'), email)}${line(t('phone'), phone)}</dl>`
        }
      </section>
      <p class="actions"><a class="button" href="/petugas/laporan/${id}">${t('back')}</a></p>
    </div>`,
  };
}
