import { useQuery } from '@tanstack/react-query';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { number } from '../../lib/format-time.ts';
import { useMe } from '../../lib/queries.ts';
import { Logo } from '../../ui/logo.tsx';
import { Section } from './section.tsx';

/** Version, what search can do here, and where the API is described. */
export function About() {
  const me = useMe();
  const index = useQuery({ queryKey: ['index'], queryFn: api.indexStatus }).data;
  return (
    <Section title={t('settings.about')}>
      <p className="flex items-center gap-2.5 py-2">
        <Logo />
        <span className="font-serif text-16 font-[640]">Tidings</span>
        <span className="text-ink-3">{me ? t('settings.version', { version: me.version }) : ''}</span>
      </p>
      {index ? <p className="text-ink-2">{t('settings.indexText', { posts: number(index.posts), pending: number(index.pending) })}</p> : null}
      {me ? <p className="text-ink-2">{t(me.meaningSearch ? 'settings.meaning.on' : 'settings.meaning.off')}</p> : null}
      <p className="mt-2 text-13 text-ink-3">{t('settings.licence')}</p>
      <p className="mt-2">
        <a className="link" href="/docs">
          {t('settings.api')}
        </a>
      </p>
    </Section>
  );
}
