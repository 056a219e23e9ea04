import type { FastifyReply } from 'fastify';
import { layout } from './layout.ts';
import type { View } from './layout.ts';
import type { Page } from './page.ts';

/** Answers with a page. Pages carry a form token and often what is private: nothing on the way keeps them. */
export function sendPage(reply: FastifyReply, page: Page, view: View, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language, cookie')
    .header('content-language', page.language)
    .send(layout(page, view));
}

/** After a form: the answer is a page of its own, so that reloading sends nothing twice. */
export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  return reply.code(303).header('cache-control', 'no-store').header('location', path).send();
}
