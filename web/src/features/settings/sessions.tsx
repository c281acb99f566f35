import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Laptop, LogOut } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Session } from '../../lib/contract-types.ts';
import { ago, shortDate } from '../../lib/format-time.ts';
import { flushMarks } from '../../lib/outgoing-marks.ts';
import { keys, queryClient } from '../../lib/queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { errorText } from '../../ui/state-message.tsx';
import { showToast } from '../../ui/toaster.tsx';
import { useNow } from '../../ui/time-text.tsx';
import { Section } from './section.tsx';

/** Where this user is signed in; any of it can be ended. */
export function Sessions({ onSignedOut }: { onSignedOut: () => void }) {
  const sessions = useQuery({ queryKey: keys.sessions, queryFn: api.sessions }).data?.items ?? [];
  const [asking, setAsking] = useState(false);
  const signOut = async (): Promise<void> => {
    try {
      await flushMarks();
      await api.signOut();
      onSignedOut();
    } catch (error) {
      showToast(errorText(error));
    }
  };
  return (
    <Section title={t('settings.sessions')}>
      <ul>
        {sessions.map((session) => (
          <OneSession key={session.id} session={session} />
        ))}
      </ul>
      <p className="mt-3 flex flex-wrap gap-2">
        <button type="button" className="btn" onClick={() => void signOut()}>
          <LogOut size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('settings.signOut')}
        </button>
        {sessions.some((session) => !session.current) ? (
          <button type="button" className="btn danger" onClick={() => setAsking(true)}>
            {t('settings.endOthers')}
          </button>
        ) : null}
      </p>
      {asking ? <EndOthers count={sessions.filter((session) => !session.current).length} onClose={() => setAsking(false)} /> : null}
    </Section>
  );
}

function EndOthers({ count, onClose }: { count: number; onClose: () => void }) {
  const end = async (): Promise<void> => {
    try {
      const { ended } = await api.endOtherSessions();
      void queryClient.invalidateQueries({ queryKey: keys.sessions });
      showToast(plural('settings.othersEnded', ended));
      onClose();
    } catch (error) {
      showToast(errorText(error));
    }
  };
  return (
    <Dialog title={t('settings.endOthers')} onClose={onClose}>
      <div className="grid gap-4 p-5">
        <p className="text-pretty">{plural('settings.endOthersText', count)}</p>
        <div className="flex justify-end gap-2">
          <button type="button" className="btn" data-autofocus onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="button" className="btn danger" onClick={() => void end()}>
            {t('settings.endOthers')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function OneSession({ session }: { session: Session }) {
  const now = useNow();
  const end = async (): Promise<void> => {
    try {
      await api.endSession(session.id);
      void queryClient.invalidateQueries({ queryKey: keys.sessions });
      showToast(t('settings.sessionEnded'));
    } catch (error) {
      showToast(errorText(error));
    }
  };
  return (
    <li className="flex min-h-14 items-center gap-3 border-b border-line py-2">
      <Laptop size={18} strokeWidth={1.75} aria-hidden="true" className="flex-none text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="clip" title={session.userAgent}>
          {describeAgent(session.userAgent)}
        </p>
        <p className="text-13 text-ink-3">
          {[
            session.current ? t('settings.thisSession') : null,
            t('settings.since', { date: shortDate(new Date(session.createdAt), now) }),
            session.current ? null : t('settings.lastSeen', { date: ago(new Date(session.lastSeenAt), now) }),
            session.address,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      </div>
      {session.current ? null : (
        <button type="button" className="btn" onClick={() => void end()} aria-label={`${t('settings.endSession')}: ${describeAgent(session.userAgent)}`}>
          {t('settings.endSession')}
        </button>
      )}
    </li>
  );
}

/** "Firefox, Linux" out of a browser's long line; the line itself when it says neither. */
function describeAgent(agent: string): string {
  const browser = [/Edg\w*\//, /OPR\//, /YaBrowser\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((pattern) => pattern.test(agent));
  const system = /iPhone|iPad|Android|Windows|Mac OS|Linux/.exec(agent)?.[0];
  const name = ['Edge', 'Opera', 'Yandex', 'Firefox', 'Chrome', 'Safari'][browser];
  return [name, system?.replace('Mac OS', 'macOS')].filter(Boolean).join(', ') || agent || '?';
}
