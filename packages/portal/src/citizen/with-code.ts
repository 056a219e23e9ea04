import type { FastifyReply, FastifyRequest } from 'fastify';
import { openPage, parameterOf } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { seeOther } from '../shell/send-page.ts';
import { codeOf } from './access-codes.ts';
import { getTrackingId } from './tracking-id.ts';

/** Nobody is shown more here who has not shown the code. */
export async function withCode(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (page: Page, id: string, code: string) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const page = openPage(portal, request, reply);
  const id = getTrackingId(parameterOf(request, 'trackingId'));
  const code = codeOf(request);
  return code === undefined ? seeOther(reply, `/lacak/${id}`) : work(page, id, code);
}

/** To be saved by its reporter, and by nobody on the way. */
export function asFile(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}"`);
}
