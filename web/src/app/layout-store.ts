/** Widths of the panes and what is hidden: kept on this device. */
import { keepJson, readKeptJson } from '../lib/keep.ts';
import { createStore, type Store } from '../lib/small-store.ts';

export const sidebarDefault = 236;
export const listDefault = 408;

function keptStore<T>(name: string, initial: T): Store<T> {
  const store = createStore<T>(readKeptJson(name, initial));
  store.subscribe(() => keepJson(name, store.get()));
  return store;
}

export const sidebarWidth = keptStore('sidebarWidth', sidebarDefault);
export const listWidth = keptStore('listWidth', listDefault);
export const sidebarHidden = keptStore('sidebarHidden', false);
/** Where there is no room for the sidebar beside the list, it lies over it. */
export const sidebarOver = createStore(false);
export const listHidden = createStore(false);
/** Shows or hides the sidebar: beside the list where there is room, else over it. */
export function toggleSidebar(): void {
  if (matchMedia('(min-width: 1100px)').matches) sidebarHidden.set((old) => !old);
  else sidebarOver.set((old) => !old);
}
export const openFolders = keptStore<number[]>('openFolders', []);
/** What each kind of list shows. */
export const shown = keptStore<Record<string, 'unread' | 'all' | 'stories'>>('shown', { timeline: 'unread', folder: 'unread', source: 'all', tag: 'all' });
/** The dialog that lies over the page. */
export const overlay = createStore<'none' | 'add' | 'palette' | 'keys'>('none');
