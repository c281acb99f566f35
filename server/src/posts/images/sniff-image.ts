export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

/** What the bytes are, whatever a name or a header says. Null for everything that is not shown: SVG and HTML among it. */
export function sniffImage(bytes: Uint8Array): ImageFormat | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  // ISO base media: the file type box lists the brands that the file conforms to.
  if (head.slice(4, 8) === 'ftyp' && /^(?:.{4})*avi[fs]/s.test(head.slice(8, 8 + 48))) return 'avif';
  return null;
}
