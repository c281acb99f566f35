import { t } from '../i18n/t.ts';
import type { Attachment } from '../lib/contract-types.ts';
import { playTime } from '../lib/format-time.ts';

/** Names a post without words by what came with it: "Video, 0:21". */
export function attachmentTitle(attachment: Attachment | undefined): string {
  if (!attachment) return t('list.untitled');
  const name = t(`attachment.${attachment.type}`);
  return attachment.duration ? `${name}, ${playTime(attachment.duration)}` : name;
}
