import { toAppError } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import { POLICY_NUMBERS } from '../clock-rules-types.ts';
import type { PolicyFields, PolicyNumber } from '../clock-rules-types.ts';
import type { CaseStatusName } from '../complaint-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { fileMessages } from '../messages/file-messages.ts';
import { helpMessages } from '../messages/help-messages.ts';
import { proofMessages } from '../messages/proof-messages.ts';
import { policyInForce } from '../policy-in-force.ts';
import { privacyTerms } from './file-form.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { statusBadge } from '../shell/icons.ts';
import { openPage } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { sendPage } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';

const STATUSES = [
  'unverified',
  'assigned',
  'returned',
  'held',
  'in_progress',
  'answered',
  'closed',
  'archived',
  'referred',
  'withdrawn',
] as const satisfies readonly CaseStatusName[];

export function helpRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/bantuan', async (request, reply) => {
    const page = openPage(portal, request, reply);
    return sendPage(reply, page, {
      title: speaker(helpMessages)(page.language)('title'),
      at: 'help',
      main: helpMain(page, await limitsToday(page)),
    });
  });
}

/** Undefined while nobody can be asked: then the page says what it knows without. */
async function limitsToday(page: Page): Promise<PolicyFields | undefined> {
  try {
    return policyInForce((await page.api.policies()).policies, page.moments.today());
  } catch (thrown) {
    if (toAppError(thrown).retryable) return undefined;
    throw thrown;
  }
}

/** Those states in which somebody has only so long. */
const LIMITED = ['unverified', 'assigned', 'held', 'answered', 'closed'] as const;

function meaning(
  { language }: Page,
  status: (typeof STATUSES)[number],
  limits: PolicyFields | undefined,
): string {
  const t = speaker(helpMessages)(language);
  const limited = LIMITED.find((each) => each === status);
  if (limits === undefined || limited === undefined) return t(`means.${status}`);
  return `${t(`means.${status}`)} ${t(`limit.${limited}`, limitsIn(limits))}`;
}

function limitsIn(limits: PolicyFields): Readonly<Record<PolicyNumber, number>> {
  return Object.fromEntries(POLICY_NUMBERS.map((name) => [name, limits[name]])) as Record<
    PolicyNumber,
    number
  >;
}

function helpMain(page: Page, limits: PolicyFields | undefined): Html {
  const { language } = page;
  const t = speaker(helpMessages)(language);
  const c = speaker(commonMessages)(language);
  const f = speaker(fileMessages)(language);
  return html`<h1>${t('title')}</h1>
    <p class="lead">${t('lead')}</p>
    <section aria-labelledby="privasi">
      <h2 id="privasi">${t('privacyTitle')}</h2>
      ${privacyTerms(page)}<dl class="terms">
        <div>
          <dt>${f('anonymous')}</dt>
          <dd>${f('anonymousHint')}</dd>
        </div>
        <div>
          <dt>${f('secret')}</dt>
          <dd>${f('secretHint')}</dd>
        </div>
        <div>
          <dt>${f('aboutOfficial')}</dt>
          <dd>${f('aboutOfficialHint')}</dd>
        </div>
      </dl>
    </section>
    <section aria-labelledby="arti">
      <h2 id="arti">${t('statusTitle')}</h2>
      <dl class="terms">
        ${STATUSES.map(
          (status) =>
            html`<div>
              <dt>${statusBadge(status, c(`status.${status}`))}</dt>
              <dd>${meaning(page, status, limits)}</dd>
            </div>`,
        )}
      </dl>
    </section>
    <section aria-labelledby="lama">
      <h2 id="lama">${t('timesTitle')}</h2>
      <p>${limits && t('timesText', limitsIn(limits))} ${t('timesFrom')}</p>
    </section>
    <section aria-labelledby="hilang">
      <h2 id="hilang">${t('lostTitle')}</h2>
      <p>${t('lostText')}</p>
    </section>
    <section aria-labelledby="bukti">
      <h2 id="bukti">${t('proofTitle')}</h2>
      <p>${t('proofText')} <a href="/periksa">${speaker(proofMessages)(language)('title')}</a></p>
    </section>
    <section aria-labelledby="hak">
      <h2 id="hak">${t('rightsTitle')}</h2>
      <p>${t('rightsText')}</p>
    </section>
    <p class="actions"><a class="button" href="/lapor">${f('title')}</a></p>`;
}
