/** Grey shapes of the final height, after 150 ms of waiting so that quick answers do not flicker. */
import { useEffect, useState } from 'react';

function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return late;
}

const widths = ['92%', '84%', '90%', '76%', '88%', '80%'];

export function RowsSkeleton({ count = 6 }: { count?: number }) {
  const late = useLate();
  return (
    <div aria-hidden="true" className={late ? '' : 'invisible'}>
      {widths.slice(0, count).map((width, index) => (
        <div key={width} className="flex min-h-[118px] gap-3 border-b border-line py-3.5 pr-4 pl-8 max-md:pl-7">
          <div className="flex-1">
            <div className="sk w-24" style={{ height: 10 }} />
            <div className="sk mt-2.5" style={{ width, height: 14 }} />
            <div className="sk mt-2" style={{ width: '58%', height: 14 }} />
            <div className="sk mt-3" style={{ width: '74%', height: 10 }} />
          </div>
          {index % 2 === 0 ? <div className="sk size-[72px] rounded-2" style={{ height: 72 }} /> : null}
        </div>
      ))}
    </div>
  );
}

export function PostSkeleton() {
  const late = useLate();
  return (
    <div aria-hidden="true" className={`art w-full ${late ? '' : 'invisible'}`}>
      <div className="sk w-40" style={{ height: 14 }} />
      <div className="sk mt-5" style={{ height: 26, width: '90%' }} />
      <div className="sk mt-2.5" style={{ height: 26, width: '60%' }} />
      {['100%', '96%', '98%', '70%', '100%', '94%', '88%'].map((width, index) => (
        <div key={index} className="sk mt-4" style={{ width }} />
      ))}
    </div>
  );
}

export function TableSkeleton({ rows = 6 }: { rows?: number }) {
  const late = useLate();
  return (
    <div aria-hidden="true" className={late ? '' : 'invisible'}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex items-center gap-3 border-b border-line py-3">
          <div className="sk size-6" style={{ height: 24 }} />
          <div className="flex-1">
            <div className="sk" style={{ width: `${38 + ((index * 17) % 30)}%` }} />
            <div className="sk mt-2" style={{ width: `${20 + ((index * 11) % 20)}%`, height: 10 }} />
          </div>
          <div className="sk w-20" />
        </div>
      ))}
    </div>
  );
}
