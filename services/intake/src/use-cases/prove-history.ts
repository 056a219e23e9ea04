import type { PublicKey, PublicKeys } from '@lapor/attest';
import type { HistoryProof, SignedRoot } from '@lapor/portal';
import { PUBLIC_CALLER, reporterCaller } from '../remotes/callers.ts';
import type { Intake } from '../intake.ts';
import { getOwnComplaint } from './case-access.ts';
import { isoOf } from './case-mapping.ts';

/**
 * The chain of a case and the daily root it is under: a file that can be checked without us.
 * @throws AppError not_found, unauthenticated for a wrong access code
 */
export async function readHistoryProof(
  intake: Intake,
  typed: string,
  accessCode: string,
  clientAddress: string | undefined,
): Promise<HistoryProof> {
  const { id } = await getOwnComplaint(intake, typed, accessCode, clientAddress);
  const { links, inclusion } = await intake.histories.getHistoryProof(
    { caseId: id },
    { caller: reporterCaller(id) },
  );
  const head = links[(inclusion?.seq ?? 0) - 1];
  return {
    trackingId: id,
    links: links.map((link) => ({
      id: link.id,
      seq: link.seq,
      type: link.type,
      at: link.at,
      actor: JSON.parse(link.actor) as HistoryProof['links'][number]['actor'],
      dataDigest: link.dataDigest,
      hash: link.hash,
    })),
    ...(inclusion === undefined || head === undefined
      ? {}
      : {
          inclusion: {
            head: { id, seq: head.seq, hash: head.hash },
            index: inclusion.index,
            path: inclusion.path,
            root: inclusion.root,
          },
        }),
  };
}

/** The newest first. */
export async function listRoots(intake: Intake, limit: number | undefined): Promise<readonly SignedRoot[]> {
  const { roots } = await intake.histories.listDailyRoots({ limit: limit ?? 0 }, { caller: PUBLIC_CALLER });
  return roots.map(({ day, madeAt, signed }) => ({ day, madeAt: isoOf(madeAt) ?? '', signed }));
}

/** Whatever signs, or ever signed: receipts here, daily roots in routing; access tokens in the directory, of these weeks alone. */
export async function publicKeys(intake: Intake): Promise<PublicKeys> {
  const { keys } = await intake.histories.listSigningKeys({}, { caller: PUBLIC_CALLER });
  const roots = keys.map(({ kid, x }): PublicKey => ({
    kty: 'OKP',
    crv: 'Ed25519',
    x,
    kid,
    alg: 'EdDSA',
    use: 'sig',
  }));
  return { keys: [...intake.receipts.keys.keys, ...roots, ...(await intake.accessTokens.keys())] };
}
