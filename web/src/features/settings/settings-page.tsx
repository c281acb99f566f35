/** Settings: account, appearance, reading, sessions, tokens, about. Everything is saved as it is changed. */
import { type ReactNode, useEffect, useState } from 'react';
import { t } from '../../i18n/t.ts';
import type { PatchMe } from '../../lib/contract-types.ts';
import { percent } from '../../lib/format-time.ts';
import { saveMe, textSizes } from '../../lib/preferences.ts';
import { useMe } from '../../lib/queries.ts';
import { Segmented, Switch } from '../../ui/segmented.tsx';
import { errorText } from '../../ui/state-message.tsx';
import { showToast } from '../../ui/toaster.tsx';
import { About } from './about.tsx';
import { AccountFiles } from './account-files.tsx';
import { Retention } from './retention.tsx';
import { Line, Section } from './section.tsx';
import { Sessions } from './sessions.tsx';
import { TimeZone } from './time-zone.tsx';
import { Tokens } from './tokens.tsx';

const save = (patch: PatchMe): void => void saveMe(patch).catch((error: unknown) => showToast(errorText(error)));

export function SettingsPage({ onSignedOut }: { onSignedOut: () => void }) {
  useEffect(() => {
    document.title = `${t('settings.title')} · Tidings`;
  }, []);
  return (
    <div className="scroll h-full bg-canvas">
      <div className="mx-auto w-full max-w-[720px] px-8 pt-[calc(24px+var(--safe-t))] pb-16 max-md:px-4">
        <h1 className="h-page mb-6">{t('settings.title')}</h1>
        <Account />
        <Appearance />
        <Reading />
        <Sessions onSignedOut={onSignedOut} />
        <Tokens />
        <About />
      </div>
    </div>
  );
}

function Account() {
  const me = useMe();
  if (!me) return null;
  return (
    <Section title={t('settings.account')}>
      <Line label={t('settings.name')}>{(id) => <NameField id={id} value={me.name} />}</Line>
      <Line label={t('settings.language')}>
        {(id) => (
          <select
            id={id}
            className="field w-60 max-md:w-full"
            value={me.language ?? ''}
            onChange={(event) => save({ language: (event.target.value || null) as 'en' | 'ru' | null })}
          >
            <option value="">{t('settings.languageAuto')}</option>
            <option value="en">English</option>
            <option value="ru">Русский</option>
          </select>
        )}
      </Line>
      <Line label={t('settings.timezone')}>{(id) => <TimeZone id={id} value={me.timezone} onChange={(timezone) => save({ timezone })} />}</Line>
      <Retention days={me.retentionDays} />
      <AccountFiles />
    </Section>
  );
}

function NameField({ id, value }: { id: string; value: string }) {
  const [name, setName] = useState(value);
  const commit = (): void => {
    const next = name.trim();
    if (next && next !== value) save({ name: next });
    else setName(value);
  };
  return (
    <input
      id={id}
      className="field w-60 max-md:w-full"
      autoComplete="nickname"
      maxLength={100}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}

function Appearance() {
  const settings = useMe()?.settings;
  if (!settings) return null;
  return (
    <Section title={t('settings.appearance')}>
      <Line label={t('settings.theme')} group>
        {() => (
          <Segmented
            label={t('settings.theme')}
            value={settings.theme}
            options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
            onChange={(theme) => save({ settings: { theme } })}
          />
        )}
      </Line>
      <Line label={t('settings.density')} group>
        {() => (
          <Segmented
            label={t('settings.density')}
            value={settings.density}
            options={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`settings.density.${value}`) }))}
            onChange={(density) => save({ settings: { density } })}
          />
        )}
      </Line>
      <Line label={t('settings.textSize')}>
        {(id) => (
          <input
            id={id}
            type="range"
            min={0}
            max={4}
            step={1}
            value={settings.textSize}
            aria-valuetext={percent(textSizes[settings.textSize] ?? 1)}
            className="h-11 w-60 accent-fill max-md:w-full md:h-8"
            onChange={(event) => save({ settings: { textSize: Number(event.target.value) } })}
          />
        )}
      </Line>
      <p className="prose rounded-3 bg-sunken px-4 py-3">{t('settings.sample')}</p>
    </Section>
  );
}

function Reading(): ReactNode {
  const settings = useMe()?.settings;
  if (!settings) return null;
  return (
    <Section title={t('settings.reading')}>
      <Line label={t('settings.scrollRead')} hint={t('settings.scrollReadHint')} group>
        {(_id, hintId) => (
          <Switch
            label={t('settings.scrollRead')}
            describedBy={hintId}
            checked={settings.markReadOnScroll}
            onChange={(markReadOnScroll) => save({ settings: { markReadOnScroll } })}
          />
        )}
      </Line>
      <Line label={t('settings.singleKeys')} hint={t('settings.singleKeysHint')} group>
        {(_id, hintId) => (
          <Switch
            label={t('settings.singleKeys')}
            describedBy={hintId}
            checked={settings.singleKeys}
            onChange={(singleKeys) => save({ settings: { singleKeys } })}
          />
        )}
      </Line>
    </Section>
  );
}
