/** Access tokens for scripts: made once, shown once, revoked at any time. */
import { useQuery } from '@tanstack/react-query';
import { Copy, KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import type { Token, TokenScope } from '../../lib/contract-types.ts';
import { shortDate } from '../../lib/format-time.ts';
import { keys, queryClient } from '../../lib/queries.ts';
import { errorText } from '../../ui/state-message.tsx';
import { showToast } from '../../ui/toaster.tsx';
import { Section } from './section.tsx';

const scopes: readonly TokenScope[] = ['read', 'write', 'admin'];

export function Tokens() {
  const query = useQuery({ queryKey: keys.tokens, queryFn: api.tokens });
  const tokens = query.data?.items ?? [];
  const [made, setMade] = useState<string | null>(null);
  return (
    <Section title={t('settings.tokens')} text={t('settings.tokensText')}>
      {made ? <NewToken token={made} /> : null}
      <ul>
        {tokens.map((token) => (
          <OneToken key={token.id} token={token} />
        ))}
      </ul>
      {query.isSuccess && tokens.length === 0 ? <p className="py-2 text-ink-3">{t('settings.noTokens')}</p> : null}
      <CreateForm onMade={setMade} />
    </Section>
  );
}

function NewToken({ token }: { token: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div role="status" className="note ok my-2">
      <KeyRound size={18} strokeWidth={1.75} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p>{t('settings.newToken')}</p>
        <code className="mt-1 block font-mono text-14 break-all select-all">{token}</code>
      </div>
      <button type="button" className="btn" onClick={() => void navigator.clipboard?.writeText(token).then(() => setCopied(true))}>
        <Copy size={16} strokeWidth={1.75} aria-hidden="true" />
        {t(copied ? 'error.copied' : 'settings.copy')}
      </button>
    </div>
  );
}

function OneToken({ token }: { token: Token }) {
  const now = new Date();
  const revoke = async (): Promise<void> => {
    try {
      await api.revokeToken(token.id);
      void queryClient.invalidateQueries({ queryKey: keys.tokens });
      showToast(t('settings.revoked', { name: token.name }));
    } catch (error) {
      showToast(errorText(error));
    }
  };
  return (
    <li className="flex min-h-14 items-center gap-3 border-b border-line py-2">
      <KeyRound size={18} strokeWidth={1.75} aria-hidden="true" className="flex-none text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="clip">{token.name}</p>
        <p className="text-13 text-ink-3">
          {t(`settings.scope.${token.scope}`)}, {t('settings.made', { date: shortDate(new Date(token.createdAt), now) })},{' '}
          {token.lastUsedAt ? t('settings.used', { date: shortDate(new Date(token.lastUsedAt), now) }) : t('settings.unused')}
        </p>
      </div>
      <button type="button" className="btn danger" onClick={() => void revoke()} aria-label={`${t('settings.revoke')}: ${token.name}`}>
        {t('settings.revoke')}
      </button>
    </li>
  );
}

function CreateForm({ onMade }: { onMade: (token: string) => void }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<TokenScope>('read');
  const [problem, setProblem] = useState<string | null>(null);
  const create = async (): Promise<void> => {
    try {
      const made = await api.createToken({ name: name.trim(), scope });
      onMade(made.token);
      setName('');
      setProblem(null);
      void queryClient.invalidateQueries({ queryKey: keys.tokens });
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  return (
    <form
      className="mt-3 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <label className="grid min-w-40 flex-1 gap-1.5">
        <span className="text-13 font-[560] text-ink-2">{t('settings.tokenName')}</span>
        <input className="field" value={name} required maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="grid gap-1.5">
        <span className="text-13 font-[560] text-ink-2">{t('settings.tokenScope')}</span>
        <select className="field" value={scope} onChange={(event) => setScope(event.target.value as TokenScope)}>
          {scopes.map((one) => (
            <option key={one} value={one}>
              {t(`settings.scope.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="btn min-h-10! max-md:min-h-12!" disabled={!name.trim()}>
        <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('settings.createToken')}
      </button>
      {problem ? (
        <p role="alert" className="basis-full text-bad">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
