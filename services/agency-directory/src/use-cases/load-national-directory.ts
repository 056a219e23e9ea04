import { toAppError } from '@lapor/kernel';
import type { StoreConnection } from '@lapor/store';
import { freshCommand, SYSTEM } from '../commands.ts';
import { openDocuments } from '../stores/documents.ts';
import type { Documents } from '../stores/documents.ts';
import { enterAgency } from '../domain/agency/agency.ts';
import type { AgencyDetails } from '../domain/agency/agency.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import type { DirectoryParts } from '../parts.ts';
import { mapInParallel } from '../work-pool.ts';

/** Enough at once that the store commits them in large groups. */
const WIDTH = 200;
const ID = 'national-directory';

export interface LoadedDocument {
  readonly _id: string;
  /** The edition of the data that has been loaded completely. */
  readonly edition: string;
}

/** Opened before the store is ready, like every collection. */
export function openLoadedEditions(connection: StoreConnection): Documents<LoadedDocument> {
  return openDocuments(connection, 'loaded_editions');
}

/**
 * Enters the governments of the country on the first start, and what a newer edition of the data has changed on a later one.
 * The edition is marked last: a load that was cut off is begun again and finds done what is done.
 * @returns how many agencies were entered or changed
 */
export async function loadNationalDirectory(
  parts: Pick<DirectoryParts, 'agencies' | 'view' | 'reference'>,
  loaded: Documents<LoadedDocument>,
): Promise<number> {
  const { edition } = parts.reference;
  if ((await loaded.findOne({ _id: ID }))?.edition === edition) return 0;
  const governments = parts.reference.governments();
  const entered = await mapInParallel(governments, WIDTH, (agency) => enter(parts, agency));
  await loaded.updateOne({ _id: ID }, { $set: { edition } }, { upsert: true });
  return entered.filter(Boolean).length;
}

/** Whether something was written. What the platform itself has found out about an agency stays. */
async function enter(
  { agencies, view }: Pick<DirectoryParts, 'agencies' | 'view'>,
  { agencyId, key: _key, ...details }: KeyedAgency,
): Promise<boolean> {
  const command = freshCommand(agencyId, SYSTEM, 'load');
  const decide = (state: AgencyDetails | undefined) => enterAgency(state, merged(details, state));
  const outcome =
    view.find(agencyId) === undefined
      ? await agencies.execute({ ...command, expectedVersion: 0 }, decide).catch((error: unknown) => {
          // Version 0 spares looking for what is not there. Another replica may have been faster.
          if (toAppError(error).code === 'conflict') return agencies.execute(command, decide);
          throw error;
        })
      : await agencies.execute(command, decide);
  view.put({ agencyId, ...outcome.state });
  return outcome.events.length > 0;
}

function merged(details: AgencyDetails, state: AgencyDetails | undefined): AgencyDetails {
  if (state === undefined) return details;
  // What admins have arranged since is not undone by newer data.
  if (state.arranged === true) return state;
  const { fourEyes, fourEyesBy } = state;
  const eyes = fourEyes === true ? { fourEyes, ...(fourEyesBy === undefined ? {} : { fourEyesBy }) } : {};
  return { ...details, ...eyes, onboarded: state.onboarded || details.onboarded };
}
