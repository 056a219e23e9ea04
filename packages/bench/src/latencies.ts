/** How long things took, in milliseconds, by name. Keeps every sample: a run has some ten thousands. */
export class Latencies {
  readonly #samples = new Map<string, number[]>();

  add(name: string, milliseconds: number): void {
    const samples = this.#samples.get(name);
    if (samples) samples.push(milliseconds);
    else this.#samples.set(name, [milliseconds]);
  }

  count(name: string): number {
    return this.#samples.get(name)?.length ?? 0;
  }

  names(): readonly string[] {
    return [...this.#samples.keys()];
  }

  quantiles(name: string): Quantiles {
    const sorted = Float64Array.from(this.#samples.get(name) ?? []).sort();
    return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99) };
  }
}

/** Milliseconds. NaN without samples. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Nearest rank: the smallest sample that at least the share `q` of all samples does not exceed. */
export function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
