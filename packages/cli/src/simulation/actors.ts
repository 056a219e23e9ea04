import { type Api, ApiProblem, type Call, signIn } from '../api-client.ts';

interface Officer {
  readonly username: string;
  readonly role: string;
  readonly agencyId: string;
}

/** The people of a simulated government: each signs in when needed, and again when a session is over. */
export interface Actors {
  /** As one of the agency's own officers, the liaison first. Undefined: nobody works there. */
  asAgency(agencyId: string): Caller | undefined;
  asAdmin: Caller;
}

export type Caller = <Answer>(path: string, call?: Omit<Call, 'token'>) => Promise<Answer>;

/** Whose words count in a unit, first one first. */
const ORDER = ['liaison', 'agency_admin', 'inspectorate'];

export function createActors(
  api: Api,
  officers: readonly Officer[],
  passwords: { readonly admin: string; readonly adminName: string; readonly officers: string },
): Actors {
  const callers = new Map<string, Caller>();
  const staff = new Map<string, Officer>();
  for (const officer of officers) {
    const rank = ORDER.indexOf(officer.role);
    const known = staff.get(officer.agencyId);
    if (rank !== -1 && (known === undefined || rank < ORDER.indexOf(known.role)))
      staff.set(officer.agencyId, officer);
  }
  const callerFor = (username: string, password: string): Caller => {
    const caller = callers.get(username) ?? signedIn(api, username, password);
    callers.set(username, caller);
    return caller;
  };
  return {
    asAdmin: callerFor(passwords.adminName, passwords.admin),
    asAgency(agencyId) {
      const officer = staff.get(agencyId);
      return officer === undefined ? undefined : callerFor(officer.username, passwords.officers);
    },
  };
}

function signedIn(api: Api, username: string, password: string): Caller {
  let session: Promise<string> | undefined;
  const token = () => (session ??= signIn(api, username, password).then((signed) => signed.token));
  return async <Answer>(path: string, call: Omit<Call, 'token'> = {}): Promise<Answer> => {
    const used = token();
    try {
      return await api.call<Answer>(path, { ...call, token: await used });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      // The virtual calendar has outrun the session. Others may have noticed first.
      if (session === used) session = undefined;
      return api.call<Answer>(path, { ...call, token: await token() });
    }
  };
}
