/** Following what was pasted: up to three addresses are tried at once, each with its own outcome. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { AddSourceAnswer } from '../../lib/contract-types.ts';
import { keys, queryClient, storeSource, storeTask } from '../../lib/queries.ts';
import { addressesIn } from '../../lib/text.ts';
import { errorText } from '../../ui/state-message.tsx';

export interface Attempt {
  key: number;
  address: string;
  state: 'waiting' | 'reading' | 'done' | 'failed';
  answer?: AddSourceAnswer;
  /** One sentence: why it did not work. */
  problem?: string;
}
const atOnce = 3;
const largestOpml = 10 * 1024 * 1024;

export function useFollowing() {
  const [attempts, setAttempts] = useState<Attempt[]>([]);
  const [taskIds, setTaskIds] = useState<number[]>([]);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const nextKey = useRef(1);
  const running = useRef(0);
  const queue = useRef<Attempt[]>([]);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => void (alive.current = false);
  }, []);

  const change = useCallback((key: number, part: Partial<Attempt>) => {
    if (alive.current) setAttempts((old) => old.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }, []);

  const work = useCallback(async () => {
    const next = queue.current.shift();
    if (!next) return;
    running.current++;
    change(next.key, { state: 'reading' });
    try {
      const answer = await api.addSource({ address: next.address });
      storeSource(answer.source);
      void queryClient.invalidateQueries({ queryKey: keys.me });
      void queryClient.invalidateQueries({ queryKey: keys.counts });
      change(next.key, { state: 'done', answer });
    } catch (error) {
      change(next.key, { state: 'failed', problem: errorText(error) });
    }
    running.current--;
    void work();
  }, [change]);

  const follow = useCallback(
    (addresses: string[]) => {
      const fresh = addresses.map((address) => ({ key: nextKey.current++, address, state: 'waiting' as const }));
      setAttempts((old) => [...fresh, ...old]);
      queue.current.push(...fresh);
      while (running.current < atOnce && queue.current.length > 0) void work();
    },
    [work],
  );

  const importFile = useCallback(async (file: Blob & { name?: string }) => {
    setFileProblem(null);
    if (file.size > largestOpml) {
      setFileProblem(t('add.notOpml', { name: file.name ?? '' }));
      return;
    }
    try {
      const task = await api.importOpml(file);
      storeTask(task);
      setTaskIds((old) => [task.id, ...old]);
    } catch (error) {
      setFileProblem(errorText(error));
    }
  }, []);

  const submit = useCallback(
    (text: string) => {
      if (/^\s*(<\?xml|<opml)/i.test(text)) void importFile(new Blob([text], { type: 'text/xml' }));
      else follow(addressesIn(text));
    },
    [follow, importFile],
  );
  const addTask = useCallback((id: number) => setTaskIds((old) => [id, ...old.filter((one) => one !== id)]), []);
  const busy = attempts.some((one) => one.state === 'waiting' || one.state === 'reading');
  return { attempts, taskIds, fileProblem, busy, submit, importFile, addTask };
}
