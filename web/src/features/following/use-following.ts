/** Following what was pasted: up to three addresses are tried at once, each with its own outcome. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { ApiError } from '../../lib/api-client.ts';
import type { AddSourceAnswer, AddSourceBody, Folder } from '../../lib/contract-types.ts';
import { keys, queryClient, storeSource, storeTask } from '../../lib/queries.ts';
import { addressesIn } from '../../lib/text.ts';
import { errorText } from '../../ui/state-message.tsx';

/** The folder that a source goes to: by number, or by name when it is to be made. */
export type Into = Pick<AddSourceBody, 'folderId' | 'folder'>;

export interface Attempt {
  key: number;
  address: string;
  into: Into;
  state: 'waiting' | 'reading' | 'done' | 'failed';
  answer?: AddSourceAnswer;
  /** One sentence: why it did not work. */
  problem?: string;
  code?: string;
}
const atOnce = 3;
const largestOpml = 5_000_000;

/** Tries addresses, three at once; `onTask` hears of an import that an address led to. */
function useAttempts(onTask: (id: number) => void) {
  const [attempts, setAttempts] = useState<Attempt[]>([]);
  const nextKey = useRef(1);
  const running = useRef(0);
  const queue = useRef<Attempt[]>([]);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => void (alive.current = false);
  }, []);
  const work = useCallback(async () => {
    const next = queue.current.shift();
    if (!next) return;
    const change = (part: Partial<Attempt>): void => {
      if (alive.current) setAttempts((old) => old.map((one) => (one.key === next.key ? { ...one, ...part } : one)));
    };
    running.current++;
    change({ state: 'reading' });
    const outcome = await followOne(next);
    if ('taskId' in outcome) {
      setAttempts((old) => old.filter((one) => one.key !== next.key));
      onTask(outcome.taskId);
    } else change(outcome);
    running.current--;
    void work();
  }, [onTask]);
  const begin = useCallback(
    (fresh: Attempt[]) => {
      queue.current.push(...fresh);
      while (running.current < atOnce && queue.current.length > 0) void work();
    },
    [work],
  );
  const follow = useCallback(
    (addresses: string[], into: Into) => {
      const fresh = addresses.map((address) => ({ key: nextKey.current++, address, into, state: 'waiting' as const }));
      setAttempts((old) => [...fresh, ...old]);
      begin(fresh);
    },
    [begin],
  );
  const retry = useCallback(
    ({ key, address, into }: Attempt) => {
      const again: Attempt = { key, address, into, state: 'waiting' };
      setAttempts((old) => old.map((one) => (one.key === key ? again : one)));
      begin([again]);
    },
    [begin],
  );
  const forget = useCallback((key: number) => setAttempts((old) => old.filter((one) => one.key !== key)), []);
  return { attempts, follow, retry, forget };
}

async function followOne({ address, into }: Attempt): Promise<Partial<Attempt> | { taskId: number }> {
  try {
    const answer = await api.addSource({ address, ...into });
    storeSource(answer.source);
    if (into.folder) void queryClient.invalidateQueries({ queryKey: keys.folders });
    void queryClient.invalidateQueries({ queryKey: keys.me });
    void queryClient.invalidateQueries({ queryKey: keys.counts });
    return { state: 'done', answer };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'opml_address') return importFrom(address, into);
    return failed(error);
  }
}

const failed = (error: unknown): Partial<Attempt> => ({
  state: 'failed',
  problem: errorText(error),
  code: error instanceof ApiError ? error.code : 'internal',
});

/** A list has folders of its own; the one that was chosen is for the rest of it. */
function nameOf({ folder, folderId }: Into): string | undefined {
  return folder ?? queryClient.getQueryData<{ items: Folder[] }>(keys.folders)?.items.find(({ id }) => id === folderId)?.name;
}

/** A list of sources is what the address leads to: all of them are meant. */
async function importFrom(address: string, into: Into): Promise<Partial<Attempt> | { taskId: number }> {
  try {
    const task = await api.importOpmlFrom(address, nameOf(into));
    storeTask(task);
    return { taskId: task.id };
  } catch (error) {
    return failed(error);
  }
}

export function useFollowing() {
  const [taskIds, setTaskIds] = useState<number[]>([]);
  const addTask = useCallback((id: number) => setTaskIds((old) => [id, ...old.filter((one) => one !== id)]), []);
  const { attempts, follow, retry, forget } = useAttempts(addTask);
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);

  const importFile = useCallback(
    async (file: Blob & { name?: string }, into: Into) => {
      setFileProblem(null);
      if (file.size > largestOpml) {
        setFileProblem(t('add.notOpml', { name: file.name ?? '' }));
        return;
      }
      try {
        const task = await api.importOpml(file, nameOf(into));
        storeTask(task);
        addTask(task.id);
      } catch (error) {
        setFileProblem(errorText(error));
      }
    },
    [addTask],
  );

  const submit = (into: Into): void => {
    if (/^\s*(<\?xml|<opml)/i.test(text)) void importFile(new Blob([text], { type: 'text/xml' }), into);
    else follow(addressesIn(text), into);
    setText('');
  };
  /** A failed address leaves the list; to be changed it goes back into the field. */
  const putAway = (attempt: Attempt, again: 'edit' | 'forget'): void => {
    forget(attempt.key);
    if (again === 'edit') setText((old) => `${old}${old ? '\n' : ''}${attempt.address}`);
    field.current?.focus();
  };
  return { attempts, taskIds, fileProblem, importFile, addTask, retry, putAway, paste: { field, text, setText, submit } };
}
