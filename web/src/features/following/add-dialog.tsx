import { useEffect } from 'react';
import { t } from '../../i18n/t.ts';
import { refreshAfterFollow } from '../../lib/arrivals.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FoundList } from './found-list.tsx';
import { PasteBox } from './paste-box.tsx';
import { StarterPacks } from './starter-packs.tsx';
import { useFollowing } from './use-following.ts';

/** "Add a source", from anywhere: what was found shows at once; the lists follow when it closes. */
export function AddDialog({ onClose, withPacks }: { onClose: () => void; withPacks: boolean }) {
  const following = useFollowing();
  useEffect(() => () => void refreshAfterFollow(), []);
  return (
    <Dialog title={t('add.title')} onClose={onClose}>
      <div className="scroll bg-rail p-5 max-md:p-4">
        <p className="mb-4 text-pretty text-ink-2">{t('add.lead')}</p>
        <PasteBox {...following.paste} autoFocus problem={following.fileProblem} onFile={(file, into) => void following.importFile(file, into)} />
        <FoundList attempts={following.attempts} taskIds={following.taskIds} onRetry={following.retry} onPutAway={following.putAway} />
        {withPacks ? <StarterPacks onTask={following.addTask} /> : null}
      </div>
    </Dialog>
  );
}
