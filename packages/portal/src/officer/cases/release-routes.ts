import { AppError, normalizeTrackingId, toAppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { releaseMessages } from '../../messages/release-messages.ts';
import type { CaseListItem } from '../../officer-types.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, keyOf } from '../../shell/form-values.ts';
import type { FormValues } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { flash } from '../../shell/layout.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { forOfficers } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { digestOf, readWish } from './read-release.ts';
import { QUEUE_PATH, releasePath, releaseView } from './release-page.ts';
import type { ReleaseParts } from './release-page.ts';

const say = speaker(releaseMessages);
const PAGE_SIZE = 30;

/** What the public reads is decided here: a queue, the oldest first, and a page for each case. */
export function releaseRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    QUEUE_PATH,
    forOfficers(portal, async (page, request, reply) => {
      const { lanjut: pageToken, kabar } = queryOf(request);
      const inbox = await page.api.inbox(page.token, { unreleased: true, pageSize: PAGE_SIZE, pageToken });
      const main = queueMain(page, inbox.cases, inbox.nextPageToken, newsOf(page, kabar));
      return sendPage(reply, page, {
        title: say(page.language)('queue'),
        side: 'officer',
        at: 'release',
        wide: true,
        main,
      });
    }),
  );
  app.get(
    releasePath(':caseId'),
    forOfficers(portal, async (page, request, reply) => {
      const id = getCaseId(request);
      return show(reply, page, id, { news: newsOf(page, queryOf(request)['kabar']) });
    }),
  );
  app.post(
    releasePath(':caseId'),
    forOfficers(portal, (page, request, reply) => send(page, request, reply)),
  );
  app.post(
    `${releasePath(':caseId')}/tahan`,
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const id = getCaseId(request);
      try {
        await page.api.withholdWords(page.token, id, values.text('alasan'), contextOf(page, values));
      } catch (thrown) {
        return refuse(reply, page, id, {}, thrown);
      }
      return goOn(reply, page, id, 'tahan');
    }),
  );
}

type Shown = Omit<ReleaseParts, 'draft' | 'following'>;

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  id: string,
  shown: Shown,
  status = 200,
): Promise<FastifyReply> {
  const [draft, following] = await Promise.all([page.api.releaseDraft(page.token, id), findNext(page, id)]);
  return sendPage(reply, page, releaseView(page, { draft, following, ...shown }), status);
}

async function send(page: OfficerPage, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const values = formOf(request);
  requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
  const id = getCaseId(request);
  const { wish, issues } = readWish(page, await page.api.releaseDraft(page.token, id), values);
  const sent = { wish, state: { values, issues } };
  if (issues.length > 0) return show(reply, page, id, { sent }, 400);
  const t = say(page.language);
  try {
    const wanted = values.text('aksi') === 'terbit';
    const seen = values.text('dilihat') === digestOf(wish);
    if (!wanted || !seen) {
      const preview = await page.api.previewRelease(page.token, id, wish);
      return await show(reply, page, id, { sent, preview, refusal: wanted ? t('changedSince') : undefined });
    }
    await page.api.releaseWords(page.token, id, wish, contextOf(page, values));
  } catch (thrown) {
    return refuse(reply, page, id, { sent }, thrown);
  }
  return goOn(reply, page, id, 'terbit');
}

/** Straight on to the next one, as long as there is one. */
async function goOn(
  reply: FastifyReply,
  page: OfficerPage,
  id: string,
  news: 'terbit' | 'tahan',
): Promise<FastifyReply> {
  const next = await findNext(page, id);
  return seeOther(reply, `${next === undefined ? QUEUE_PATH : releasePath(next.id)}?kabar=${news}`);
}

/** What waits after this one; where this one does not wait, the first of all. */
async function findNext({ api, token }: OfficerPage, id: string): Promise<CaseListItem | undefined> {
  const { cases } = await api.inbox(token, { unreleased: true, pageSize: PAGE_SIZE });
  return cases[cases.findIndex((item) => item.id === id) + 1];
}

async function refuse(
  reply: FastifyReply,
  page: OfficerPage,
  id: string,
  shown: Shown,
  thrown: unknown,
): Promise<FastifyReply> {
  const error = toAppError(thrown);
  if (error.code !== 'conflict' && error.code !== 'invalid' && error.code !== 'illegal') throw error;
  const conflict = say(page.language)('conflict');
  const refusal = error.code === 'conflict' ? conflict : errorText(page, error);
  return show(reply, page, id, { ...shown, refusal }, httpStatusOf(error.code));
}

function contextOf(page: OfficerPage, values: FormValues) {
  const version = values.text('versi');
  const expectedVersion = version !== undefined && /^\d{1,15}$/.test(version) ? Number(version) : undefined;
  return { ...page.context, idempotencyKey: keyOf(values), expectedVersion };
}

function getCaseId(request: FastifyRequest): string {
  const id = normalizeTrackingId(parameterOf(request, 'caseId'));
  if (id === undefined) throw new AppError('not_found', 'this is no tracking id');
  return id;
}

function newsOf({ language }: OfficerPage, news: string | undefined): string | undefined {
  const t = say(language);
  if (news === 'terbit') return t('done');
  return news === 'tahan' ? t('doneWithheld') : undefined;
}

function queueMain(
  page: OfficerPage,
  cases: readonly CaseListItem[],
  more: string | undefined,
  news: string | undefined,
): Html {
  const t = say(page.language);
  const [first] = cases;
  return html`<h1>${t('queue')}</h1>
    ${flash(news)}
    <p>${t('queueIntro')}</p>
    ${
      first === undefined
        ? html`<div class="card empty"><p>${t('queueEmpty')}</p></div>`
        : html`<p class="actions"><a class="button" href="${releasePath(first.id)}">${t('queueStart')}</a></p>
            <p class="keys hint" data-keys-help hidden>${t('queueKeys')}</p>
            <h2>${t('queueReports')}</h2>
            <ol class="inbox" data-keys>
              ${cases.map((item) => queueLine(page, item))}
            </ol>`
    }
    ${more !== undefined && html`<p class="actions"><a class="button plain" href="${QUEUE_PATH}?lanjut=${encodeURIComponent(more)}">${t('queueMore')}</a></p>`}`;
}

function queueLine(page: OfficerPage, item: CaseListItem): Html {
  const t = say(page.language);
  const { id, title, trackingIdText, category, agency, wordsWaitSince } = item;
  const facts = [trackingIdText, category?.name, agency?.name].filter((each) => each !== undefined);
  return html`<li class="case">
    <div class="about">
      <h3><a href="${releasePath(id)}">${title === '' ? trackingIdText : title}</a></h3>
      <p class="sub">${facts.join(' · ')}</p>
    </div>
    ${wordsWaitSince && html`<p class="stand">${t('since', { moment: page.moments.moment(wordsWaitSince) })}</p>`}
  </li>`;
}
