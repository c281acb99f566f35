/** Registers the service worker, and offers a reload when a newer version of the app stands ready. */
import { t } from '../i18n/t.ts';
import { showToast } from '../ui/toaster.tsx';

interface TrustedTypes {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => { createScriptURL: (url: string) => string };
}

export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  // The page's policy demands a trusted address for scripts; this is the only one that is made.
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  const address = types ? types.createPolicy('tidings', { createScriptURL: (url) => (url === '/sw.js' ? url : '') }).createScriptURL('/sw.js') : '/sw.js';
  const hadOne = navigator.serviceWorker.controller !== null;
  // Only when the page itself has all that it needs.
  const register = (): void => void navigator.serviceWorker.register(address, { scope: '/' }).catch(() => undefined);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (hadOne) showToast(t('update.ready'), { label: t('update.reload'), run: () => location.reload() });
  });
}

/** What is stored for reading offline belongs to the user who signs out. */
export async function forgetStoredAnswers(): Promise<void> {
  if (!('caches' in globalThis)) return;
  for (const name of await caches.keys()) if (name.startsWith('tidings-answers')) await caches.delete(name);
}
