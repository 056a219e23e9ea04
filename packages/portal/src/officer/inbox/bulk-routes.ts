import { isTrackingId, toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { searchMessages } from '../../messages/search-messages.ts';
import type { CaseListItem } from '../../officer-types.ts';
import { errorText } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, keyOf, newKey } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Portal } from '../../shell/page.ts';
import { sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { BULK_PATH, bulkBar, canPassOn, SEEN_FIELD } from '../cases/bulk-bar.ts';
import { caseLine } from '../cases/case-line.ts';
import { forOfficers } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { alikeSection, eachPairOnce, findAlike } from './bulk-duplicates.ts';
import type { Alike } from './bulk-duplicates.ts';
import { findUnits, unitsBelow } from '../unit-picker.ts';

const say = speaker(searchMessages);
/** More than a page of the inbox, with an admin's own before it, nobody ticks. */
const MOST = 100;
const AT_ONCE = 4;
const TICKED = /^([0-9A-Z]{10})\.(\d{1,15})$/;

interface Ticked {
  readonly id: string;
  /** As the officer saw it. */
  readonly version: number;
}

/** What became of one case: done, or why not. */
interface Outcome {
  readonly id: string;
  readonly item: CaseListItem | undefined;
  readonly refusal?: string;
}

export function bulkRoutes(app: FastifyInstance, portal: Portal): void {
  app.post(
    BULK_PATH,
    forOfficers(portal, async (page, request, reply) => passOn(page, request, reply)),
  );
}

/** Each case is a command of its own, safe to send again: sent twice, the same form comes to the same page. */
async function passOn(
  page: OfficerPage,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const t = say(page.language);
  const values = formOf(request);
  requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
  const ticked = tickedIn(values);
  const searching = values.text('langkah') === 'cari-unit';
  const to = values.text('langkah') === 'tangani' ? page.session.officer.agencyId : values.text('unit');
  const missing = missingFor(page, { ticked, searching, to });
  if (missing !== undefined || to === undefined || searching)
    return askAgain(page, reply, { ticked, values, missing });
  const alike = await alikeAmong(page, ticked, values);
  if (alike.length > 0) return askAgain(page, reply, { ticked, values, missing, alike });
  const outcomes = await inTurns(ticked, (one) => passOne(page, one, to, values));
  const done = outcomes.filter(({ refusal }) => refusal === undefined).length;
  return sendPage(reply, page, {
    title: t('bulkTitle'),
    side: 'officer',
    at: 'inbox',
    wide: true,
    main: html`<h1>${t('bulkTitle')}</h1>
      <p class="${done === outcomes.length ? 'flash' : 'note'}" role="status">${t('bulkDone', { done, all: outcomes.length })}</p>
      <h2>${t('bulkChosen')}</h2>
      ${outcomeList(page, outcomes)}
      <p class="actions"><a class="button" href="/petugas">${t('backToInbox')}</a></p>`,
  });
}

function missingFor(
  page: OfficerPage,
  { ticked, searching, to }: { ticked: readonly Ticked[]; searching: boolean; to: string | undefined },
): string | undefined {
  const t = say(page.language);
  if (ticked.length === 0) return t('bulkNone');
  if (ticked.length > MOST) return t('bulkTooMany', { count: MOST });
  return to === undefined && !searching ? t('bulkNoUnit') : undefined;
}

/** Those that may be about the same matter as others, unless that was shown before. */
async function alikeAmong(
  page: OfficerPage,
  ticked: readonly Ticked[],
  values: FormValues,
): Promise<readonly Alike[]> {
  const seen = new Set(values.all(SEEN_FIELD));
  const all = await inTurns(
    ticked.filter(({ id }) => !seen.has(id)),
    async ({ id, version }): Promise<readonly Alike[]> => {
      const item = await findCase(page, id);
      // What has changed since, by this very form perhaps, is not passed on: there is nothing to look at before.
      if (item?.version !== version || !canPassOn(item)) return [];
      const others = await findAlike(page, id);
      return others.length === 0 ? [] : [{ item, others }];
    },
  );
  return eachPairOnce(all.flat());
}

interface Asked {
  readonly ticked: readonly Ticked[];
  readonly values: FormValues;
  readonly missing: string | undefined;
  readonly alike?: readonly Alike[];
}

/** The ticked ones again, still ticked, with what is missing, or what is like them. */
async function askAgain(
  page: OfficerPage,
  reply: FastifyReply,
  { ticked, values, missing, alike = [] }: Asked,
): Promise<FastifyReply> {
  const t = say(page.language);
  const ids = new Set(ticked.map(({ id }) => id));
  const before = values.all(SEEN_FIELD).filter((id) => ids.has(id));
  const seen = alike.length === 0 ? before : [...ids];
  const state: FormState = { values, issues: [] };
  const [items, units, found] = await Promise.all([
    inTurns(ticked.slice(0, MOST), ({ id }) => findCase(page, id)),
    unitsBelow(page),
    findUnits(page, state),
  ]);
  const shown = items.filter((item) => item !== undefined && canPassOn(item));
  return sendPage(
    reply,
    page,
    {
      title: t('bulkTitle'),
      side: 'officer',
      at: 'inbox',
      wide: true,
      main: html`<h1>${t('bulkTitle')}</h1>
        ${missing !== undefined && html`<p class="error" role="alert">${missing}</p>`}
        ${alike.length > 0 && alikeSection(page, alike, ids)}
        <h2>${t('bulkChosen')}</h2>
        <ol class="inbox">${shown.map((item) => item !== undefined && caseLine(page, item, { ticked: true }))}</ol>
        ${shown.length > 0 && bulkBar(page, units, state, { found, seen })}
        <p class="actions"><a class="button plain" href="/petugas">${t('backToInbox')}</a></p>`,
    },
    missing === undefined ? 200 : 400,
  );
}

function tickedIn(values: FormValues): readonly Ticked[] {
  const seen = new Map<string, Ticked>();
  for (const value of values.all('pilih')) {
    const [, id, version] = TICKED.exec(value) ?? [];
    if (id !== undefined && isTrackingId(id)) seen.set(id, { id, version: Number(version) });
  }
  return [...seen.values()];
}

async function passOne(
  page: OfficerPage,
  { id, version }: Ticked,
  agencyId: string,
  values: FormValues,
): Promise<Outcome> {
  // Looked at before: afterwards it may be out of sight.
  const item = await findCase(page, id);
  try {
    await page.api.runCommand(
      page.token,
      id,
      { command: 'dispose', agencyId, note: values.text('teks') },
      { ...page.context, idempotencyKey: `${keyOf(values) ?? newKey()}-${id}`, expectedVersion: version },
    );
    return { id, item };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'unauthenticated' || error.code === 'internal') throw error;
    return { id, item, refusal: refusalText(page, error) };
  }
}

function refusalText(page: OfficerPage, error: AppError): string {
  const t = say(page.language);
  switch (error.code) {
    case 'not_found':
      return t('bulkGone');
    case 'conflict':
      return t('bulkChanged');
    case 'illegal':
    case 'forbidden':
    case 'invalid':
      return t('bulkIllegal');
    default:
      return errorText(page, error);
  }
}

async function findCase(page: OfficerPage, id: string): Promise<CaseListItem | undefined> {
  try {
    return await page.api.caseView(page.token, id);
  } catch (thrown) {
    if (toAppError(thrown).code === 'not_found') return undefined;
    throw thrown;
  }
}

function outcomeList(page: OfficerPage, outcomes: readonly Outcome[]): Html {
  const t = say(page.language);
  // What could not be done stands first: somebody has to look at it.
  const sorted = outcomes.toSorted(
    (a, b) => Number(b.refusal !== undefined) - Number(a.refusal !== undefined),
  );
  return html`<ol class="inbox outcomes">
    ${sorted.map(
      ({ id, item, refusal }) => html`<li class="case${refusal !== undefined && ' is-late'}">
        <div class="about">
          <h3>${
            refusal === undefined
              ? (item?.title ?? id)
              : html`<a href="/petugas/laporan/${id}">${item === undefined || item.title === '' ? id : item.title}</a>`
          }</h3>
          <p class="sub">${item?.trackingIdText ?? id}</p>
        </div>
        <p class="stand">${refusal ?? t('bulkOne')}</p>
      </li>`,
    )}
  </ol>`;
}

async function inTurns<One, Result>(
  all: readonly One[],
  work: (one: One) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE)
    results.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(work))));
  return results;
}
