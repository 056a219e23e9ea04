import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { DirectoryParts } from '../parts.ts';
import { requireFactorShown } from '../sign-in/sessions.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  enrolSecondFactor,
  removeSecondFactor,
} from '../use-cases/second-factor.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type SessionCall =
  | 'confirmSecondFactor'
  | 'beginSecondFactor'
  | 'enrolSecondFactor'
  | 'removeSecondFactor'
  | 'listSessions'
  | 'endSessions';

/** What an officer does with their own account: the session is the proof of whose it is. */
export function sessionCalls(parts: DirectoryParts): Pick<DirectoryCalls, SessionCall> {
  return {
    confirmSecondFactor: ({ token, code }) => confirmSecondFactor(parts, token, code),
    beginSecondFactor: ({ token }) => beginSecondFactor(parts, token),
    async enrolSecondFactor({ token, code }) {
      const { recoveryCodes } = await enrolSecondFactor(parts, token, code);
      return { recoveryCodes: [...recoveryCodes] };
    },
    async removeSecondFactor({ token, code }) {
      await removeSecondFactor(parts, token, code);
      return {};
    },
    async listSessions({ token }) {
      requireFactorShown(await parts.sessions.get(token));
      const sessions = await parts.sessions.list(token);
      return {
        sessions: sessions.map(({ id: sessionId, device, current, createdAt, lastUsedAt }) => ({
          sessionId,
          device,
          current,
          ...(createdAt === undefined ? {} : { createdAt: timestampFromDate(createdAt) }),
          ...(lastUsedAt === undefined ? {} : { lastUsedAt: timestampFromDate(lastUsedAt) }),
        })),
      };
    },
    async endSessions({ token, sessionId }) {
      requireFactorShown(await parts.sessions.get(token));
      await parts.sessions.endOther(token, sessionId === '' ? undefined : sessionId);
      return {};
    },
  };
}
