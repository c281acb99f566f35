/** Drawn pictures for the mock, in quiet colours, one for each number. */
const skies = [
  ['#8fa7b0', '#d9cdb6', '#3f5a68'],
  ['#13243a', '#2f4d63', '#0c141c'],
  ['#c9b79a', '#e8dfcb', '#7c5a3a'],
  ['#9db7a4', '#dfe4d0', '#48624b'],
  ['#b8a0a0', '#e9dcd3', '#6b4450'],
  ['#7f97ad', '#cfd9df', '#2f4763'],
  ['#d4c07f', '#f0e6c4', '#6d5b21'],
];

export function drawPicture(name: string): string {
  const number = Number(/\d+/.exec(name)?.[0] ?? 0);
  const [top, bottom, ground] = skies[number % skies.length] ?? ['#888', '#ccc', '#444'];
  const hills = Array.from({ length: 3 }, (_, layer) => {
    const base = 96 + layer * 26;
    const points = Array.from({ length: 9 }, (_, x) => `${x * 40},${base - Math.round(18 * Math.sin(x * 1.1 + number + layer * 2))}`).join(' ');
    return `<polygon points="0,180 ${points} 320,180" fill="${ground}" opacity="${0.35 + layer * 0.28}"/>`;
  }).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="1280" height="720"><defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs><rect width="320" height="180" fill="url(#s)"/><circle cx="${70 + number * 27}" cy="${44 + (number % 3) * 9}" r="17" fill="#fff" opacity=".55"/>${hills}</svg>`;
}
