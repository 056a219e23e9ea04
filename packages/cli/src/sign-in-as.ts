import { type Api, openApi, signIn } from './api-client.ts';
import { type CommandContext, Refusal, required } from './command.ts';

/** Options of commands that talk to a running platform. */
export const PLATFORM_OPTIONS = {
  url: { type: 'string' },
  user: { type: 'string' },
} as const;

export const PLATFORM_USAGE = `  --url URL      the platform (default LAPOR_URL or http://localhost:8080)
  --user NAME    who signs in (default LAPOR_USER or admin); the password is read from LAPOR_PASSWORD`;

/** Signs in with what the command line and the environment say. A password is never taken from the command line. */
export async function signInAs(
  context: CommandContext,
  values: { readonly url?: string | undefined; readonly user?: string | undefined },
): Promise<{ readonly api: Api; readonly token: string }> {
  const { env } = context;
  const api = openApi(values.url ?? env['LAPOR_URL'] ?? 'http://localhost:8080');
  const password = required(env['LAPOR_PASSWORD'], 'LAPOR_PASSWORD (environment)');
  const user = values.user ?? env['LAPOR_USER'] ?? 'admin';
  const { token, mustSetPassword, secondFactor } = await signIn(api, user, password);
  if (mustSetPassword) {
    throw new Refusal(`that is a one-time password: log in at ${api.url}/masuk first and set your own`);
  }
  if (secondFactor === 'required')
    throw new Refusal(`a second factor is required for this account: set it up at ${api.url}/masuk first`);
  if (secondFactor === 'awaited') {
    const code = required(
      env['LAPOR_CODE'],
      'LAPOR_CODE (environment): the code your authenticator app shows now',
    );
    await api.call('/api/v1/sessions/second-factor', { token, body: { code } });
  }
  return { api, token };
}
