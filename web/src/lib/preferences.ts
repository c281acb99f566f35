/** How things look on this device: set on the document at once, kept here, and on the account through `me.settings`. */
import { setApiLanguage } from './api-client.ts';
import { api } from './api.ts';
import type { Me, PatchMe, UiSettings } from './contract-types.ts';
import { knownZone, locale } from './format-time.ts';
import { keep, readKept } from './keep.ts';
import { keys, queryClient } from './queries.ts';
import { loadLanguage, pickLanguage } from '../i18n/t.ts';

const defaultSettings: UiSettings = { theme: 'system', density: 'comfortable', textSize: 2, markReadOnScroll: false, singleKeys: true };

/** Share of the usual size at each step; the style sheet has the same. */
export const textSizes = [0.87, 0.94, 1, 1.18, 1.4];

/** The account's settings as far as they are known. */
export function settingsNow(): UiSettings {
  return queryClient.getQueryData<Me>(keys.me)?.settings ?? defaultSettings;
}

export function showSettings(settings: UiSettings): void {
  const root = document.documentElement;
  keep('theme', settings.theme);
  keep('density', settings.density);
  keep('textSize', String(settings.textSize));
  root.dataset['density'] = settings.density;
  root.dataset['textSize'] = String(settings.textSize);
  showTheme(settings.theme);
}

const darkDevice = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

function showTheme(theme: UiSettings['theme']): void {
  const dark = theme === 'dark' || (theme === 'system' && darkDevice().matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#0f1213' : '#f3f4f2');
}

/** Follows the device when the theme is "as the device". */
export function followDeviceTheme(): void {
  darkDevice().addEventListener('change', () => showTheme((readKept('theme') as UiSettings['theme'] | null) ?? 'system'));
}

/** Loads the texts of a language and makes dates and the server's sentences follow. */
export async function showLanguage(chosen: string | null | undefined, timeZone?: string): Promise<void> {
  const next = pickLanguage(chosen, navigator.languages);
  // Before the first wait, so that no request goes out in another language meanwhile.
  const other = setApiLanguage(next);
  await loadLanguage(next);
  document.documentElement.lang = next;
  // Of what is already here, these carry sentences of the server.
  if (other) for (const queryKey of [keys.sources, keys.tasks, keys.packs]) void queryClient.invalidateQueries({ queryKey });
  locale.set({ language: next, timeZone: timeZone ? knownZone(timeZone) : undefined });
  if (chosen !== undefined) keep('language', chosen);
  if (timeZone) keep('timezone', timeZone);
}

/** Changes the account; what can be seen changes before the server has answered. */
export async function saveMe(patch: PatchMe): Promise<void> {
  const old = queryClient.getQueryData<Me>(keys.me);
  if (old) {
    const next: Me = { ...old, ...patch, settings: { ...old.settings, ...patch.settings } } as Me;
    queryClient.setQueryData(keys.me, next);
    showSettings(next.settings);
  }
  try {
    const me = await api.patchMe(patch);
    queryClient.setQueryData(keys.me, me);
    if (patch.language !== undefined || patch.timezone !== undefined) await showLanguage(me.language, me.timezone);
  } catch (error) {
    if (old) {
      queryClient.setQueryData(keys.me, old);
      showSettings(old.settings);
    }
    throw error;
  }
}

/** A new account begins in UTC: once, it takes over the zone of the first browser that signs in. */
export function adoptTimeZone(current: string): void {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (current !== 'UTC' || !here || here === 'UTC' || readKept('zoneAdopted') !== null) return;
  keep('zoneAdopted', '1');
  saveMe({ timezone: here }).catch(() => undefined);
}
