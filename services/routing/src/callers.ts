import { type Caller, CallerKind, Role } from '@lapor/contracts/common/v1/common';
import { enumWords } from '@lapor/contracts';
import { AppError } from '@lapor/kernel';
import type { Actor as StoredActor } from '@lapor/store';
import type { Actor } from './domain/agency.ts';
import type { Viewer } from './domain/visibility.ts';

const roles = enumWords(Role);

/** Who looks. Whoever is not known is the public. */
export function viewerOf(caller: Caller): Viewer {
  switch (caller.kind) {
    case CallerKind.SYSTEM:
      return { kind: 'system' };
    case CallerKind.REPORTER:
      return { kind: 'reporter', trackingId: caller.trackingId };
    case CallerKind.OFFICER: {
      const role = roles.word(caller.role);
      if (role === undefined) return { kind: 'public' };
      const { officerId, agencyId, agencyPath, scopeAgencyId, scopeAreaCode } = caller;
      const scope = {
        ...(scopeAgencyId === '' ? {} : { agencyId: scopeAgencyId }),
        ...(scopeAreaCode === '' ? {} : { areaCode: scopeAreaCode }),
      };
      return { kind: 'officer', officerId, role, agencyId, agencyPath, scope };
    }
    default:
      return { kind: 'public' };
  }
}

/** Who acts. @throws AppError unauthenticated when nobody is known */
export function actorOf(caller: Caller): Actor {
  const viewer = viewerOf(caller);
  if (viewer.kind === 'public')
    throw new AppError('unauthenticated', 'commands need somebody who gives them');
  return viewer;
}

/** As the history keeps it: of a reporter no more than that it was the reporter. */
export function storedActor(actor: Actor): StoredActor {
  if (actor.kind === 'machine') return { kind: 'machine', id: actor.keyId, agencyId: actor.agencyId };
  return actor.kind === 'officer'
    ? { kind: 'officer', id: actor.officerId, agencyId: actor.agencyId }
    : { kind: actor.kind };
}
