import { t } from '../i18n/t.ts';

/** The end of a form in a dialog: what went wrong, "Cancel" and "Save". */
export function FormFoot({ problem, disabled, onCancel }: { problem: string | null; disabled: boolean; onCancel: () => void }) {
  return (
    <>
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={onCancel}>
          {t('cancel')}
        </button>
        <button type="submit" className="btn pri" disabled={disabled}>
          {t('save')}
        </button>
      </div>
    </>
  );
}
