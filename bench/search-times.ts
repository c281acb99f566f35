/** Milliseconds of each run of `work`, after a few that do not count. */
export async function timeEach<T>(inputs: readonly T[], work: (input: T) => unknown, warmUps = 5): Promise<number[]> {
  for (const input of inputs.slice(0, warmUps)) await work(input);
  const times: number[] = [];
  for (const input of inputs) {
    const started = performance.now();
    await work(input);
    times.push(performance.now() - started);
  }
  return times;
}
