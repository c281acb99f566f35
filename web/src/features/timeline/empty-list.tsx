/** A list with nothing in it: what belongs here, and one thing to do. */
import { Bookmark, CheckCheck, Hash, Inbox, Layers, Plus } from 'lucide-react';
import { t } from '../../i18n/t.ts';
import type { ListScope } from '../../lib/list-state.ts';
import { usePhone } from '../../lib/media.ts';
import { StateMessage } from '../../ui/state-message.tsx';

export function EmptyList({
  scope,
  hasSources,
  onAddSource,
  onShowAll,
}: {
  scope: ListScope;
  hasSources: boolean;
  onAddSource: () => void;
  onShowAll: () => void;
}) {
  const phone = usePhone();
  if (scope.show === 'saved') return <StateMessage icon={Bookmark} title={t('empty.saved')} text={t(phone ? 'empty.savedTouch' : 'empty.savedText')} />;
  if (scope.show === 'stories') return <StateMessage icon={Layers} title={t('empty.stories')} text={t('empty.storiesText')} />;
  if (scope.kind === 'tag') return <StateMessage icon={Hash} title={t('empty.tag')} />;
  if (scope.show === 'unread' && hasSources) {
    return (
      <StateMessage icon={CheckCheck} title={t('empty.allRead')} text={t('empty.allReadText')}>
        <button type="button" className="btn quiet" onClick={onShowAll}>
          {t('empty.showRead')}
        </button>
      </StateMessage>
    );
  }
  return (
    <StateMessage icon={Inbox} title={t('empty.title')} text={t(hasSources ? 'empty.waitingText' : 'empty.text')}>
      <button type="button" className="btn pri" onClick={onAddSource}>
        <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('nav.addSource')}
      </button>
    </StateMessage>
  );
}
