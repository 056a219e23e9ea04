import { createHash } from 'node:crypto';
import { type Client, SYSTEM_CALLER } from '@lapor/contracts';
import type { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { AppError } from '@lapor/kernel';
import type { DirectoryCopy } from '../directory-copy.ts';
import type { Machine } from '../domain/agency.ts';

/** A revoked key opens nothing after so long at the most. */
const FRESH_MILLISECONDS = 3_000;
const MOST_REMEMBERED = 2_000;
const BEARER = /^Bearer (lak_[A-Za-z0-9]{1,64}_[A-Za-z0-9_-]{16,128})$/i;
const CALL = { caller: SYSTEM_CALLER };

/** Who an agency's system is, by the key it shows. */
export interface AgencyKeys {
  /** @throws AppError unauthenticated; unavailable when the directory cannot be asked */
  resolve(authorization: string | undefined): Promise<Machine>;
}

export interface AgencyKeysOptions {
  readonly client: Pick<Client<typeof DirectoryService>, 'resolveAgencyKey'>;
  readonly directory: Pick<DirectoryCopy, 'agencies'>;
}

interface Remembered {
  readonly until: number;
  readonly machine: Promise<Machine>;
}

/** Asks the directory, and remembers for some seconds: also what opens nothing, so that guessing costs it little. */
export function openAgencyKeys({ client, directory }: AgencyKeysOptions): AgencyKeys {
  const known = new Map<string, Remembered>();

  async function ask(key: string): Promise<Machine> {
    const { keyId, agencyId, agencyPath } = await client.resolveAgencyKey({ key }, CALL);
    const agency = (await directory.agencies([agencyId])).get(agencyId);
    return { kind: 'machine', keyId, agencyId, agencyPath, inspects: agency?.kind === 'inspectorate' };
  }

  return {
    async resolve(authorization) {
      const key = BEARER.exec(authorization ?? '')?.[1];
      if (key === undefined)
        throw new AppError('unauthenticated', 'show the agency’s key: authorization: Bearer lak_…');
      // Not the key itself: what is remembered should open nothing.
      const name = createHash('sha256').update(key).digest('base64url');
      const now = performance.now();
      const found = known.get(name);
      if (found !== undefined && found.until > now) return found.machine;
      if (known.size >= MOST_REMEMBERED) known.clear();
      const machine = ask(key);
      known.set(name, { until: now + FRESH_MILLISECONDS, machine });
      machine.catch((error: unknown) => {
        // A directory that is away says nothing about the key.
        if (!isRefusal(error)) known.delete(name);
      });
      return machine;
    },
  };
}

/** The directory has answered that the key opens nothing. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unauthenticated';
}
