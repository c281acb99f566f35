/** The line between two panes: dragged, moved by arrow keys, put back by a double click. */
import type { PointerEvent } from 'react';

export interface DividerProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (width: number) => void;
  onReset: () => void;
}

export function Divider({ label, value, min, max, onChange, onReset }: DividerProps) {
  const clamp = (width: number): number => Math.round(Math.max(min, Math.min(max, width)));
  const start = (event: PointerEvent<HTMLDivElement>): void => {
    event.preventDefault();
    const handle = event.currentTarget;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => onChange(clamp(value + moved.clientX - from));
    const stop = (): void => handle.removeEventListener('pointermove', move);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', stop, { once: true });
    handle.addEventListener('pointercancel', stop, { once: true });
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      title={label}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none max-lg:hidden"
      onPointerDown={start}
      onDoubleClick={onReset}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
        if (step !== undefined) onChange(clamp(value + step));
        else if (event.key === 'Home') onChange(min);
        else if (event.key === 'End') onChange(max);
        else if (event.key === 'Enter') onReset();
      }}
    />
  );
}
