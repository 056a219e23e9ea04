import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { GuessedStep } from '../domain/officer/alerts.ts';

/** Counts for those who run the installation. Both begin at nothing, so that the first one is a rise. */
export function countGuesses(registry: Registry): (step: GuessedStep) => void {
  const guessed = new Counter({
    name: 'lapor_sign_in_guessed_total',
    help: 'How often wrong tries in a row at one account came to so many that somebody guesses, by what is guessed.',
    labelNames: ['step'] as const,
    registers: [registry],
  });
  for (const step of ['password', 'second_step'] as const) guessed.inc({ step }, 0);
  return (step) => guessed.inc({ step });
}
