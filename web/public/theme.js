// Sets theme, density and text size before the first paint, so that nothing flashes.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('tidings.theme');
    var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.dataset.theme = dark ? 'dark' : 'light';
    root.dataset.density = localStorage.getItem('tidings.density') || 'comfortable';
    root.dataset.textSize = localStorage.getItem('tidings.textSize') || '2';
    var language = localStorage.getItem('tidings.language') || navigator.language || 'en';
    root.lang = /^ru\b/i.test(language) ? 'ru' : 'en';
    var meta = document.querySelector('meta[name=theme-color]');
    if (meta && dark) meta.content = '#0f1213';
  } catch {
    root.dataset.theme = 'light';
  }
})();
