/** Long work on the main thread goes on in slices, so that requests are answered in between. */

/** Short, since a transaction of eight round trips waits for up to eight of them. */
const sliceMs = 1;

let last: Promise<unknown> = Promise.resolve();

/**
 * Call the answer between the steps of a long work: once a slice is used up it waits for its turn. Of all
 * works in slices one goes on in each round of the event loop; sixteen at once hold it no longer than one.
 */
export function inSlices(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    last = last.then(() => new Promise((next) => setImmediate(next)));
    await last;
    since = performance.now();
  };
}
