import { timestampDate } from '@bufbuild/protobuf/wkt';
import { reachOf, SYSTEM_CALLER } from '@lapor/contracts';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { ExpiredCase } from '@lapor/contracts/routing/v1/routing_service';
import { AppError } from '@lapor/kernel';
import type { Anonymisation } from '../stores/anonymisations.ts';
import type { Intake } from '../intake.ts';
import { caseStatuses } from '../names.ts';
import { eraseAll } from './erase-reporter-data.ts';

/** Few at a time: what people wait for goes first. */
const BATCH = 25;
/** In one round; a policy that has just been made shorter is carried out over many of them. */
const MOST_IN_A_ROUND = 1_000;
const PAGE = 100;

/**
 * Destroys what is kept of final cases whose time is over: routing says which, and writes it into their histories first. Then the same
 * happens as when a reporter asks for it. Any number of replicas may be at it, and any of them may die.
 */
export async function runRetention(intake: Intake): Promise<number> {
  let done = 0;
  for (const begun of await intake.anonymisations.unfinished(MOST_IN_A_ROUND))
    if (await anonymise(intake, begun)) done += 1;
  let pageToken = '';
  while (done < MOST_IN_A_ROUND) {
    const page = await intake.routing.listExpired({ pageSize: BATCH, pageToken }, { caller: SYSTEM_CALLER });
    for (const each of page.cases) if (await anonymise(intake, recordOf(intake, each))) done += 1;
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  if (done > 0) intake.log.info({ cases: done }, 'cases were anonymised: their time is over');
  return done;
}

/** One case that cannot be done must not keep the others from it. */
async function anonymise(intake: Intake, begun: Anonymisation): Promise<boolean> {
  const { _id: trackingId } = begun;
  try {
    await intake.anonymisations.begin(begun);
    const { anonymised } = await intake.routing.anonymiseCase(
      { caseId: trackingId },
      { caller: SYSTEM_CALLER },
    );
    if (!anonymised) {
      await intake.anonymisations.drop(trackingId);
      return false;
    }
    await eraseAll(intake, trackingId);
    await intake.anonymisations.done(trackingId, intake.clock.now());
    return true;
  } catch (error) {
    intake.log.error({ trackingId, err: error }, 'a case could not be anonymised; trying again');
    return false;
  }
}

function recordOf(intake: Intake, { caseId, status, finalSince, ...rest }: ExpiredCase): Anonymisation {
  return {
    _id: caseId,
    status: caseStatuses.word(status) ?? '',
    finalSince: finalSince === undefined ? new Date(0) : timestampDate(finalSince),
    policyVersion: rest.policyVersion,
    protected: rest.protected,
    begunAt: intake.clock.now(),
  };
}

/** A case whose time is over. Of a protected one nobody learns here which it is. */
export interface ExpiredView {
  readonly trackingId?: string | undefined;
  readonly status: string;
  readonly finalSince: string;
  readonly policyVersion: string;
  readonly years?: number | undefined;
  readonly begunAt?: string | undefined;
  readonly doneAt?: string | undefined;
}

/** What the next rounds would destroy: nothing is changed by asking. */
export async function listExpired(
  intake: Intake,
  caller: Caller,
  pageToken: string,
): Promise<{ readonly cases: readonly ExpiredView[]; readonly nextPageToken?: string | undefined }> {
  requireKeeper(caller);
  const page = await intake.routing.listExpired({ pageSize: PAGE, pageToken }, { caller: SYSTEM_CALLER });
  return {
    cases: page.cases.map((each) => ({ ...viewOf(recordOf(intake, each)), years: each.years })),
    nextPageToken: page.nextPageToken === '' ? undefined : page.nextPageToken,
  };
}

/** What has been destroyed, newest first. */
export async function listAnonymised(
  intake: Intake,
  caller: Caller,
  before: string | undefined,
): Promise<{ readonly cases: readonly ExpiredView[] }> {
  requireKeeper(caller);
  const found = await intake.anonymisations.newest(before === undefined ? undefined : new Date(before), PAGE);
  return {
    cases: found.map((each) => ({
      ...viewOf(each),
      begunAt: each.begunAt.toISOString(),
      doneAt: each.doneAt?.toISOString(),
    })),
  };
}

/** A round at once, for whoever does not want to wait for the next one. */
export async function runRetentionNow(
  intake: Intake,
  caller: Caller,
): Promise<{ readonly anonymised: number }> {
  requireKeeper(caller);
  return { anonymised: await runRetention(intake) };
}

function viewOf({ _id, status, finalSince, policyVersion, protected: hidden }: Anonymisation): ExpiredView {
  return {
    trackingId: hidden ? undefined : _id,
    status,
    finalSince: finalSince.toISOString(),
    policyVersion,
  };
}

function requireKeeper(caller: Caller): void {
  if (reachOf(caller, 'keep_data') === undefined)
    throw new AppError('forbidden', 'what is kept, and for how long, is for the national admin');
}
