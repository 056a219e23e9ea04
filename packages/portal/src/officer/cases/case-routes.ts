import { AppError, normalizeTrackingId, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commandMessages } from '../../messages/command-messages.ts';
import type { CaseStatusName } from '../../complaint-types.ts';
import type { CaseListItem, OfficerCaseView } from '../../officer-types.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { caseView } from './case-page.ts';
import type { CaseParts } from './case-page.ts';
import { COMMAND_PATHS, isCommandPath } from '../command-paths.ts';
import type { CommandPath } from '../command-paths.ts';
import { isReportersTurn } from '../inbox-groups.ts';
import { forOfficers, isAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { bytesOf, photoToRemove, readSentForm, removePhoto, withPhotos } from './photo-field.ts';
import { fieldOfIssue, readCommand, ruleText } from './read-command.ts';
import { findTemplates, withTemplate } from './template-field.ts';
import { findUnits, unitsBelow } from '../unit-picker.ts';

export function caseRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/laporan/:caseId',
    forOfficers(portal, async (page, request, reply) => {
      const id = getCaseId(request);
      const { kabar: done, buka } = queryOf(request);
      try {
        const following = done === undefined ? undefined : await findFollowing(page, id);
        return await showCase(reply, page, id, {
          done,
          following,
          open: buka !== undefined && isCommandPath(buka) ? buka : undefined,
        });
      } catch (thrown) {
        // What was just passed on may be out of sight now: that is no error.
        if (done === undefined || toAppError(thrown).code !== 'not_found') throw thrown;
        return seeOther(reply, `/petugas?kabar=${encodeURIComponent(done)}`);
      }
    }),
  );
  for (const path of Object.keys(COMMAND_PATHS) as CommandPath[])
    app.post(
      `/petugas/laporan/:caseId/${path}`,
      bytesOf(path),
      forOfficers(portal, (page, request, reply) => run(page, request, reply, path)),
    );
  for (const size of ['full', 'thumbnail'] as const)
    app.get(
      `/petugas/laporan/:caseId/foto/:photoId${size === 'full' ? '' : '/kecil'}`,
      forOfficers(portal, async (page, request, reply) => {
        const viewer = { sessionToken: page.token };
        const photo = await page.api.attachment(
          getCaseId(request),
          parameterOf(request, 'photoId'),
          size,
          viewer,
          page.context,
        );
        return reply
          .type(photo.contentType)
          .header('cache-control', 'private, no-store')
          .send(Buffer.from(photo.bytes));
      }),
    );
}

function getCaseId(request: FastifyRequest): string {
  const id = normalizeTrackingId(parameterOf(request, 'caseId'));
  if (id === undefined) throw new AppError('not_found', 'this is no tracking id');
  return id;
}

type Shown = Pick<CaseParts, 'again' | 'done' | 'refusal' | 'open' | 'following'>;

/** How far down the inbox the next case is looked for. */
const LOOKED_AT = 10;

/** What is due next and can be worked on, after this one. */
async function findFollowing(page: OfficerPage, doneId: string): Promise<CaseListItem | undefined> {
  const { cases } = await page.api.inbox(page.token, {
    ownOnly: isAdmin(page.session),
    pageSize: LOOKED_AT,
  });
  return cases.find((item) => item.id !== doneId && item.legal.length > 0 && !isReportersTurn(item));
}

async function showCase(
  reply: FastifyReply,
  page: OfficerPage,
  id: string,
  shown: Shown,
  status = 200,
  read?: Pick<CaseParts, 'view' | 'templates'>,
): Promise<FastifyReply> {
  const view = read?.view ?? (await page.api.caseView(page.token, id));
  const [deliveries, similar, members, away, units, categories, templates] = await Promise.all([
    deliveriesOf(page, id),
    similarTo(page, view),
    membersOf(page, view),
    awayAt(page, view.agency?.code),
    view.legal.includes('dispose') ? unitsBelow(page, !hasIt(page, view)) : undefined,
    view.legal.includes('reclassify') ? page.api.categories() : [],
    read?.templates ?? findTemplates(page, view),
  ]);
  return sendPage(
    reply,
    page,
    caseView(page, { view, deliveries, similar, members, away, units, categories, templates, ...shown }),
    status,
  );
}

/** Whoever has it to work on cannot be given it; whoever is to decide where it goes may take it on. */
function hasIt({ session }: OfficerPage, { status, agency }: OfficerCaseView): boolean {
  return status === 'assigned' && agency?.code === session.officer.agencyId;
}

/** Who of the unit that has it is away; for those alone who belong to it. */
async function awayAt({ api, token }: OfficerPage, agencyId = ''): Promise<CaseParts['away']> {
  if (agencyId === '') return [];
  try {
    return await api.absences(token, agencyId);
  } catch (thrown) {
    if (toAppError(thrown).code === 'forbidden') return [];
    throw thrown;
  }
}

/** Who may know of a case, but not read it, is not told who was told either. */
async function deliveriesOf({ api, token }: OfficerPage, id: string): Promise<CaseParts['deliveries']> {
  try {
    return await api.deliveries(token, id);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'forbidden') return undefined;
    throw error;
  }
}

const MEMBERS_SHOWN = 5;

/** Some of those that follow it, with what their reporters say. */
async function membersOf({ api, token }: OfficerPage, view: OfficerCaseView): Promise<CaseParts['members']> {
  if (view.members === 0 || view.body === '') return [];
  const { cases } = await api.inbox(token, { master: view.id, pageSize: MEMBERS_SHOWN });
  const views = cases.map(({ id }) =>
    api.caseView(token, id).catch((thrown: unknown) => {
      // It was withdrawn from whoever looks in this moment.
      if (toAppError(thrown).code === 'not_found') return undefined;
      throw thrown;
    }),
  );
  return (await Promise.all(views)).filter((each) => each !== undefined);
}

/** While something can still be done about it. Who may know of a case, but not read it, is not told what is like it. */
async function similarTo({ api, token }: OfficerPage, view: OfficerCaseView): Promise<CaseParts['similar']> {
  if (!UNDER_WAY.has(view.status) || view.merged) return [];
  try {
    return await api.similarCases(token, view.id);
  } catch (thrown) {
    // A hint: nobody waits for the case because of it.
    const { code, retryable } = toAppError(thrown);
    if (code === 'forbidden' || retryable) return [];
    throw thrown;
  }
}

const UNDER_WAY: ReadonlySet<CaseStatusName> = new Set([
  'unverified',
  'assigned',
  'held',
  'returned',
  'in_progress',
]);

async function run(
  page: OfficerPage,
  request: FastifyRequest,
  reply: FastifyReply,
  path: CommandPath,
): Promise<FastifyReply> {
  const sent = await readSentForm(request);
  requireOwnForm(request, sent.values.text(FORM_TOKEN_FIELD));
  const id = getCaseId(request);
  let { values } = sent;
  const unwanted = photoToRemove(values);
  // Kept first: whatever else is wrong with the form, nobody sends them twice.
  try {
    const { values: kept, refused } = await withPhotos(page, id, sent);
    values = kept;
    if (refused !== undefined) return await refuse(reply, page, id, path, values, refused);
    if (unwanted !== undefined) values = await removePhoto(page, id, values, unwanted);
  } catch (thrown) {
    return refuse(reply, page, id, path, values, thrown);
  }
  const fresh: FormState = { values, issues: [] };
  // A search among units: the same form again.
  if (values.text('langkah') === 'cari-unit')
    return showCase(reply, page, id, { again: { path, state: fresh, found: await findUnits(page, fresh) } });
  const known = await page.api.caseView(page.token, id);
  if (unwanted !== undefined) return showCase(reply, page, id, { again: { path, state: fresh } });
  // Words to begin with: the same form again, with what was typed and they in it.
  if (values.text('langkah') === 'contoh') {
    const templates = await findTemplates(page, known);
    const state = withTemplate(page, templates, values);
    return showCase(reply, page, id, { again: { path, state } }, 200, { view: known, templates });
  }
  try {
    await page.api.runCommand(page.token, id, readCommand(page, path, values, known), {
      ...page.context,
      idempotencyKey: keyOf(values),
      expectedVersion: versionOf(values),
    });
  } catch (thrown) {
    return refuse(reply, page, id, path, values, thrown);
  }
  // From the page of another case, which it was merged into.
  const back = normalizeTrackingId(values.typed('kembali')) ?? id;
  return seeOther(reply, `/petugas/laporan/${back}?kabar=${path}`);
}

function versionOf(values: FormValues): number | undefined {
  const version = values.text('versi');
  return version !== undefined && /^\d{1,15}$/.test(version) ? Number(version) : undefined;
}

/** The case as it stands now, with the form as it was sent and why it was refused. */
async function refuse(
  reply: FastifyReply,
  page: OfficerPage,
  id: string,
  path: CommandPath,
  values: FormValues,
  thrown: unknown,
): Promise<FastifyReply> {
  const error = toAppError(thrown);
  if (error.code === 'internal' || error.code === 'not_found' || error.code === 'unauthenticated')
    throw error;
  const issues: Issue[] = (error.code === 'conflict' ? [] : error.issues).map(({ field, rule }) => ({
    // Fields of the form itself come in their own names; those of the platform in its.
    field: isOwnField(field) ? field : fieldOfIssue(path, field),
    rule: ruleText(page, field, rule),
  }));
  const conflict = speaker(commandMessages)(page.language)('conflict');
  const why = error.code === 'conflict' ? conflict : errorText(page, error);
  const state = { values, issues };
  const found = await findUnits(page, state);
  const refusal = issues.length > 0 ? undefined : why;
  return showCase(reply, page, id, { again: { path, state, found }, refusal }, httpStatusOf(error.code));
}

const OWN_FIELDS: ReadonlySet<string> = new Set([
  'teks',
  'unit',
  'alasan',
  'jenis',
  'lembaga',
  'kontak',
  'rujukan',
  'langkah_berikut',
  'tanggal',
  'tanggal_janji',
  'bukti',
  'foto',
  'dasar',
  'ke_mana',
  'putusan',
  'induk',
]);

function isOwnField(field: string): boolean {
  return OWN_FIELDS.has(field);
}
