import { readConfig } from '@lapor/runtime';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const Settings = Type.Object({
  /** Password of the first national admin; used once, when there is no officer yet. */
  LAPOR_ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 10, maxLength: 256 })),
  /** Whether that password must be replaced at the first sign-in. */
  LAPOR_ADMIN_PASSWORD_ONE_TIME: Type.Boolean({ default: true }),
});

export type DirectoryConfig = Static<typeof Settings>;

/** @throws AppError invalid, naming the setting */
export function directoryConfig(env: Readonly<Record<string, string | undefined>>): DirectoryConfig {
  return readConfig(Settings, env);
}
