import type { FastifyReply } from 'fastify';
import type { SignedIn } from '../../officer-types.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther } from '../../shell/send-page.ts';
import { keepToken, pathAfterSignIn, waysOn } from '../officer-session.ts';
import { keepDevice } from './known-browser.ts';

/** Somebody is in: this browser is known from now on, and they go where they wanted to. */
export function arrive(
  reply: FastifyReply,
  portal: Portal,
  {
    come,
    device,
    after,
  }: { readonly come: SignedIn; readonly device: string; readonly after: string | undefined },
): FastifyReply {
  keepToken(reply, portal, come.token);
  keepDevice(reply, portal, device);
  return seeOther(reply, waysOn(come, pathAfterSignIn(after)));
}
