import { readConfig } from '@lapor/runtime';
import { Type } from 'typebox';

const Settings = Type.Object({
  /** Where links in notices point to. */
  LAPOR_PUBLIC_URL: Type.String({ default: 'http://localhost:8080' }),
  /** smtp://user:password@host:port or smtps://…; without it e-mails are only noted in the log. */
  LAPOR_SMTP_URL: Type.Optional(Type.String()),
  LAPOR_MAIL_FROM: Type.String({ default: 'Lapor <lapor@localhost>' }),
  /** Gets `POST {to, text, id}`; without it SMS are only noted in the log. */
  LAPOR_SMS_URL: Type.Optional(Type.String()),
  LAPOR_SMS_TOKEN: Type.Optional(Type.String()),
  /** The gateway drops a second request with the same Idempotency-Key. */
  LAPOR_SMS_IDEMPOTENT: Type.Boolean({ default: false }),
});

export interface NotificationConfig {
  readonly publicUrl: string;
  readonly mail: { readonly url: string | undefined; readonly from: string };
  readonly sms: {
    readonly url: string | undefined;
    readonly token: string | undefined;
    readonly idempotent: boolean;
  };
}

/** The only place where this service looks at its settings. @throws AppError invalid */
export function readNotificationConfig(
  env: Readonly<Record<string, string | undefined>>,
): NotificationConfig {
  const settings = readConfig(Settings, env);
  return {
    publicUrl: settings.LAPOR_PUBLIC_URL.replace(/\/$/, ''),
    mail: { url: settings.LAPOR_SMTP_URL, from: settings.LAPOR_MAIL_FROM },
    sms: {
      url: settings.LAPOR_SMS_URL,
      token: settings.LAPOR_SMS_TOKEN,
      idempotent: settings.LAPOR_SMS_IDEMPOTENT,
    },
  };
}
