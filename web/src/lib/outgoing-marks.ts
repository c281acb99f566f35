/** The marks of this page on their way to the server. */
import { api } from './api.ts';
import { ApiError } from './api-client.ts';
import { keepJson, readKeptJson } from './keep.ts';
import { createMarksQueue, type Mark } from './marks-queue.ts';
import { waitingMarksName } from './waiting-marks.ts';

let sent = (): void => {};
/** What to do whenever the server has taken some. */
export function onMarksSent(then: () => void): void {
  sent = then;
}

export const outgoingMarks = createMarksQueue({
  send: async (body) => {
    await api.mark(body);
    sent();
  },
  canRetry: (error) => error instanceof ApiError && (error.code === 'network' || error.status >= 500 || error.status === 429),
  load: () => readKeptJson<Mark[]>(waitingMarksName, []),
  store: (marks) => keepJson(waitingMarksName, marks),
});

// A page that goes out of sight may never come back: what waits goes out now.
if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void outgoingMarks.flush();
  });
  addEventListener('pagehide', () => void outgoingMarks.flush());
}

export const flushMarks = (): Promise<void> => outgoingMarks.flush();
