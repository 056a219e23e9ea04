import { fromJson } from '@bufbuild/protobuf';
import type { JsonValue } from '@bufbuild/protobuf';
import { readAccessToken } from '@lapor/attest';
import type { PublicKey } from '@lapor/attest';
import type { Client } from '@lapor/contracts';
import { CallerSchema } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { AppError } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import { PUBLIC_CALLER } from './callers.ts';

/** Checks access tokens by the directory's published keys: no call for a request, one an hour for the keys. */
export interface AccessTokens {
  /** Who acts. @throws AppError unauthenticated */
  caller(token: string): Promise<Caller>;
  keys(): Promise<readonly PublicKey[]>;
}

/** Keys are published a week before they are used. */
const FRESH_MILLISECONDS = 3_600_000;

export function openAccessTokens(
  directory: Pick<Client<typeof DirectoryService>, 'listTokenKeys'>,
  clock: Clock,
): AccessTokens {
  let known: { readonly until: number; readonly keys: Promise<readonly PublicKey[]> } | undefined;

  /** By the platform's own clock, which decides which key is the one of now. */
  function keys(): Promise<readonly PublicKey[]> {
    const now = clock.now().getTime();
    if (known !== undefined && known.until > now) return known.keys;
    const asked = ask();
    known = { until: now + FRESH_MILLISECONDS, keys: asked };
    asked.catch(() => {
      known = undefined;
    });
    return asked;
  }

  async function ask(): Promise<readonly PublicKey[]> {
    const { keys: found } = await directory.listTokenKeys({}, { caller: PUBLIC_CALLER });
    return found.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }));
  }

  return {
    keys,
    async caller(token) {
      const { caller } = await readAccessToken(token, { keys: await keys() }, clock.now());
      try {
        return fromJson(CallerSchema, caller as JsonValue, { ignoreUnknownFields: true });
      } catch (cause) {
        throw new AppError('unauthenticated', 'the access token is of another version', { cause });
      }
    },
  };
}
