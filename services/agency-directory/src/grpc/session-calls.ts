import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { OpenSessionSchema } from '@lapor/contracts/directory/v1/directory_service';
import type { DirectoryParts } from '../parts.ts';
import { requireFactorShown } from '../sign-in/sessions.ts';
import type { SessionInfo } from '../sign-in/sessions.ts';
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
      return { sessions: sessionMessages(await parts.sessions.list(token)) };
    },
    async endSessions({ token, sessionId }) {
      requireFactorShown(await parts.sessions.get(token));
      await parts.sessions.endOther(token, sessionId === '' ? undefined : sessionId);
      return {};
    },
  };
}

export function sessionMessages(
  sessions: readonly SessionInfo[],
): MessageInitShape<typeof OpenSessionSchema>[] {
  return sessions.map(({ id: sessionId, device, current, createdAt, lastUsedAt }) => ({
    sessionId,
    device,
    current,
    ...(createdAt === undefined ? {} : { createdAt: timestampFromDate(createdAt) }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: timestampFromDate(lastUsedAt) }),
  }));
}
