import type { CaseStatusName } from '../complaint-types.ts';
import { Html, html } from './html.ts';

/** A shape per status, so that it can be told without colour. Drawn on 20 × 20. */
const SHAPES: Readonly<Record<CaseStatusName, string>> = {
  unverified: '<circle cx="10" cy="10" r="7" stroke-dasharray="3.2 2.3"/>',
  assigned: '<circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor"/>',
  held: '<path d="M7 4v12M13 4v12" stroke-width="3"/>',
  returned: '<path d="M8 4 3.5 8.5 8 13M4 8.500h7a5 5 0 0 1 0 8h-1"/>',
  in_progress: '<path d="M3 15 10 4l7 11z" fill="currentColor"/>',
  answered: '<path d="M3 4h14v9h-7l-4 4v-4H3z" fill="currentColor"/>',
  closed: '<path d="m3.5 10.5 4.5 4.5 8.5-10" stroke-width="3"/>',
  archived: '<path d="M3 4h14v4H3zM4.5 8v8h11V8M8 11h4"/>',
  referred: '<path d="M4 16 15 5M8 4h8v8" stroke-width="2.5"/>',
  withdrawn: '<path d="m4.5 4.5 11 11m0-11-11 11" stroke-width="2.5"/>',
};

const drawn = new Map(
  Object.entries(SHAPES).map(([status, shape]) => [
    status,
    new Html(
      `<svg class="shape" viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">${shape}</svg>`,
    ),
  ]),
);

export function statusShape(status: CaseStatusName): Html {
  return drawn.get(status) ?? html``;
}

/** The word with its shape; colour only repeats it. */
export function statusBadge(status: CaseStatusName, word: string): Html {
  return html`<span class="badge is-${status}">${statusShape(status)}${word}</span>`;
}

const draw = (path: string) =>
  new Html(
    `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`,
  );

export const icons = {
  write: draw('<path d="M4 20h4L19 9a2.8 2.8 0 0 0-4-4L4 16zM13.5 6.500l4 4"/>'),
  find: draw('<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>'),
  alarm: draw('<path d="M12 3 2.5 20h19zM12 10v4M12 17h.01"/>'),
  lock: draw('<path d="M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4"/>'),
  check: draw('<path d="m5 12.5 4.5 4.500L19 7.500"/>'),
  clock: draw('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>'),
} as const;
