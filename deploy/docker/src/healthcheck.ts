/** Asks the process in this container whether it and all it needs is up. Exit code 0: yes. */
const port = process.env['LAPOR_OPS_PORT'] || '9464';

try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  // Not listening yet, or no longer.
  process.exitCode = 1;
}
