import type { StandaloneConfig } from './config.ts';
import type { FirstStart } from './first-start.ts';

const DEMO_BANNER = 'Ini contoh: kasus dan petugasnya rekaan. · This is a demo: its cases are made up.';

/** The environment as the services see it: what the operator set, and what follows from it. */
export function serviceSettings(
  env: Readonly<Record<string, string | undefined>>,
  config: StandaloneConfig,
  firstStart: FirstStart | undefined,
): Readonly<Record<string, string | undefined>> {
  return {
    LAPOR_PUBLIC_URL: localUrl(config),
    ...(config.demo ? { LAPOR_BANNER: DEMO_BANNER } : {}),
    ...env,
    LAPOR_PORT: String(config.port),
    // Once there is an officer the directory has no use for it; the copy in the environment ends here.
    LAPOR_ADMIN_PASSWORD: firstStart?.adminPassword,
  };
}

export function localUrl({ port }: StandaloneConfig): string {
  return `http://localhost:${port}`;
}
