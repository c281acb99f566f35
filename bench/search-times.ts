const WARM_UPS = 5;

/** Milliseconds of each run of `work`, after a few that do not count. */
export async function timeEach<T>(inputs: readonly T[], work: (input: T) => unknown): Promise<number[]> {
  for (const input of inputs.slice(0, WARM_UPS)) await work(input);
  const times: number[] = [];
  for (const input of inputs) {
    const started = performance.now();
    await work(input);
    times.push(performance.now() - started);
  }
  return times;
}
