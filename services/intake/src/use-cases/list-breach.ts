import { openSealer, type Sealer } from '@lapor/attest';
import { reachOf, SYSTEM_CALLER } from '@lapor/contracts';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, newId } from '@lapor/kernel';
import type {
  BreachCounts,
  BreachListingView,
  BreachQuestion,
  Colleague,
  ReporterContact,
} from '@lapor/portal';
import type { Loaded } from '@lapor/store';
import { type BreachListing, STORES } from '../stores/breach-listings.ts';
import type { Complaint } from '../domain/complaint.ts';
import { deriveReporterId } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { IDENTITY } from './file-complaint.ts';

/** One reporter whose data are concerned: who it is can be read with the private key alone. */
export interface BreachRow {
  readonly kinds: readonly string[];
  readonly sealed: string;
}

export type BreachPart =
  | { readonly listing: { readonly id: string; readonly at: string; readonly sealedFor?: string } }
  | BreachRow
  | { readonly counts: BreachCounts };

const PAGE = 100;

/**
 * Whom a breach concerns: said with a reason, written down before anything is answered, and seen by each reporter who is named in it.
 * Names and contacts are sealed for the key that was given; nobody else reads them, protected ones among them.
 * @throws AppError forbidden, invalid
 */
export async function listBreach(
  intake: Intake,
  caller: Caller,
  question: BreachQuestion,
): Promise<AsyncIterable<BreachPart>> {
  requireKeeper(caller);
  if (new Date(question.from) >= new Date(question.to))
    throw new AppError('invalid', 'to must be after from', {
      issues: [{ field: 'to', rule: 'must be after from' }],
    });
  const sealer = question.key === undefined ? undefined : await openSealer(question.key);
  const listing: BreachListing = {
    _id: newId(),
    at: intake.clock.now(),
    officerId: caller.officerId,
    byAgencyId: caller.agencyId,
    from: new Date(question.from),
    to: new Date(question.to),
    stores: question.stores ?? STORES,
    ...(question.agencyId === undefined ? {} : { agencyId: question.agencyId }),
    ...(sealer === undefined ? {} : { sealedFor: sealer.thumbprint }),
  };
  await intake.contents.put(subjectOf(listing._id), REASON, question.reason);
  await intake.breaches.begin(listing);
  return partsOf(intake, listing, sealer);
}

async function* partsOf(
  intake: Intake,
  listing: BreachListing,
  sealer: Sealer | undefined,
): AsyncGenerator<BreachPart> {
  const { _id: id, at, sealedFor } = listing;
  yield { listing: { id, at: at.toISOString(), ...(sealedFor === undefined ? {} : { sealedFor }) } };
  let counts = NOBODY;
  for await (const page of complaintsOf(intake, listing)) {
    const found = (await concernedIn(intake, listing, page)).filter(({ kinds }) => kinds.length > 0);
    counts = found.reduce(plus, counts);
    if (sealer === undefined) continue;
    await intake.breaches.mark(
      id,
      found.map(({ trackingId }) => trackingId),
    );
    for (const { kinds, trackingId, submittedAt, contact } of found)
      yield { kinds, sealed: await sealer.seal({ trackingId, submittedAt, kinds, contact }) };
  }
  await intake.breaches.done(id, counts, intake.clock.now());
  yield { counts };
}

/** Page after page, so that any number can be listed. */
async function* complaintsOf(
  { complaints }: Intake,
  { from, to }: BreachListing,
): AsyncGenerator<readonly Loaded<Complaint>[]> {
  for (let after = ''; ;) {
    const page = await complaints.query(
      {
        _id: { $gt: after },
        'state.submittedAt': { $gte: from.toISOString(), $lt: to.toISOString() },
      },
      { sort: { _id: 1 }, limit: PAGE },
    );
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}

interface Concerned {
  readonly trackingId: string;
  readonly submittedAt: string;
  readonly kinds: readonly string[];
  readonly contact: ReporterContact | undefined;
  readonly photos: number;
  readonly notices: number;
}

async function concernedIn(
  intake: Intake,
  { stores, agencyId }: BreachListing,
  page: readonly Loaded<Complaint>[],
): Promise<readonly Concerned[]> {
  const held = agencyId === undefined ? page : await heldBy(intake, agencyId, page);
  const reporterIds = held.map(({ state }) => deriveReporterId(intake.mac, state.filedBy));
  const identities = await intake.vault.readAcross(reporterIds, IDENTITY);
  return Promise.all(
    held.map(async ({ id, state }, at) => {
      const contact = identities.get(reporterIds[at] ?? '') as ReporterContact | undefined;
      const hasWords = state.erased !== 'all';
      const photos = hasWords && stores.includes('attachments') ? state.attachments.length : 0;
      const notices = stores.includes('notices') ? await noticesOf(intake, id) : 0;
      const kinds = [
        ...(stores.includes('vault') ? identityKinds(contact) : []),
        ...(stores.includes('contents') && hasWords ? ['words'] : []),
        ...(stores.includes('contents') && hasWords && state.messageCount > 0 ? ['messages'] : []),
        ...(photos > 0 ? ['photos'] : []),
        ...(notices > 0 ? ['notices'] : []),
      ];
      return { trackingId: id, submittedAt: state.submittedAt, kinds, contact, photos, notices };
    }),
  );
}

function identityKinds(contact: ReporterContact | undefined): readonly string[] {
  if (contact === undefined) return [];
  return (['name', 'email', 'phone'] as const).filter((kind) => contact[kind] !== undefined);
}

async function noticesOf(intake: Intake, caseId: string): Promise<number> {
  const { deliveries } = await intake.notification.listDeliveries({ caseId }, { caller: SYSTEM_CALLER });
  return deliveries.filter(({ recipient }) => recipient === 'reporter').length;
}

/** Of these the ones that an agency, or one below it, has. */
async function heldBy(
  { routing }: Intake,
  agencyId: string,
  page: readonly Loaded<Complaint>[],
): Promise<readonly Loaded<Complaint>[]> {
  const paths = await Promise.all(
    page.map(async ({ id: caseId }) => {
      const { case: view } = await routing.getCase({ caseId }, { caller: SYSTEM_CALLER });
      return view?.snapshot?.holderPath ?? [];
    }),
  );
  return page.filter((_complaint, at) => paths[at]?.includes(agencyId));
}

const NOBODY: BreachCounts = {
  complaints: 0,
  identities: 0,
  withEmail: 0,
  withPhone: 0,
  words: 0,
  photos: 0,
  notices: 0,
};

function plus(sum: BreachCounts, { kinds, photos, notices }: Concerned): BreachCounts {
  const one = (...names: readonly string[]) => (names.some((name) => kinds.includes(name)) ? 1 : 0);
  return {
    complaints: sum.complaints + 1,
    identities: sum.identities + one('name', 'email', 'phone'),
    withEmail: sum.withEmail + one('email'),
    withPhone: sum.withPhone + one('phone'),
    words: sum.words + one('words'),
    photos: sum.photos + photos,
    notices: sum.notices + notices,
  };
}

/** Who asked whom a breach concerns, newest first. */
export async function readBreachListings(
  intake: Intake,
  caller: Caller,
): Promise<{ readonly listings: readonly BreachListingView[] }> {
  requireKeeper(caller);
  const found = await intake.breaches.newest(PAGE);
  const askers = await colleaguesOf(
    intake,
    found.map(({ officerId }) => officerId),
  );
  return {
    listings: await Promise.all(
      found.map(
        async ({ _id: id, at, from, to, doneAt, officerId, stores, agencyId, sealedFor, counts }) => ({
          id,
          at: at.toISOString(),
          officerId,
          officerName: askers.get(officerId)?.name || undefined,
          officerAgency: askers.get(officerId)?.agencyName,
          from: from.toISOString(),
          to: to.toISOString(),
          stores,
          agencyId,
          sealedFor,
          reason: await reasonOf(intake, id),
          counts,
          doneAt: doneAt?.toISOString(),
        }),
      ),
    ),
  };
}

async function colleaguesOf(
  { directory }: Intake,
  officerIds: readonly string[],
): Promise<ReadonlyMap<string, Pick<Colleague, 'name' | 'agencyName'>>> {
  const asked = { officerIds: [...new Set(officerIds)] };
  const { colleagues } = await directory.getColleagues(asked, { caller: SYSTEM_CALLER });
  return new Map(colleagues.map((each) => [each.officerId, each]));
}

const REASON = 'reason';
const subjectOf = (listingId: string): string => `breach-${listingId}`;

export async function reasonOf({ contents }: Intake, listingId: string): Promise<string> {
  return (await contents.read<string>(subjectOf(listingId), REASON)) ?? '';
}

function requireKeeper(caller: Caller): void {
  if (reachOf(caller, 'keep_data') === undefined)
    throw new AppError('forbidden', 'whom a breach concerns is for the national admin');
}
