/** Domain → the doors that it may open. Doors not named are closed. The lint enforces it. */
export const doors: Record<string, string[]> = {
  accounts: [],
  ai: ['accounts'],
  posts: ['ai', 'accounts'],
  sources: ['posts', 'accounts'],
  search: ['posts', 'sources', 'ai', 'accounts'],
};
