/** A time zone, found by a few letters of its city, its name in the user's language, or its offset. */
import { useMemo } from 'react';
import { t } from '../../i18n/t.ts';
import { locale } from '../../lib/format-time.ts';
import { ChevronDown } from 'lucide-react';
import { Menu } from '../../ui/menu.tsx';

interface Zone {
  name: string;
  label: string;
  region: string;
  minutes: number;
}

export function TimeZone({ id, value, onChange }: { id: string; value: string; onChange: (zone: string) => void }) {
  const { language } = locale.get();
  const zones = useMemo(() => listZones(language, value), [language, value]);
  const chosen = zones.find((zone) => zone.name === value);
  return (
    <Menu
      label={t('settings.timezone')}
      search={t('settings.timezoneFind')}
      items={zones.map((zone) => ({
        label: zone.label,
        group: zone.region,
        keywords: zone.name.replaceAll('_', ' '),
        checked: zone.name === value,
        onSelect: () => onChange(zone.name),
      }))}
      button={(props) => (
        <button id={id} type="button" className="field w-60 justify-between text-left max-md:w-full" {...props}>
          <span className="clip">{chosen?.label ?? value}</span>
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" className="flex-none text-ink-3" />
        </button>
      )}
    />
  );
}

/** UTC first, then by region, from west to east. */
function listZones(language: string, value: string): Zone[] {
  const now = new Date();
  const names = new Set(['UTC', value, ...Intl.supportedValuesOf('timeZone')]);
  const zones = [...names].map((name) => describeZone(name, language, now));
  const rank = (zone: Zone): string => (zone.name === 'UTC' ? '' : zone.region);
  return zones.sort((a, b) => rank(a).localeCompare(rank(b), language) || a.minutes - b.minutes || a.label.localeCompare(b.label, language));
}

function describeZone(name: string, language: string, now: Date): Zone {
  const part = (style: 'longOffset' | 'shortGeneric'): string =>
    new Intl.DateTimeFormat(language, { timeZone: name, timeZoneName: style }).formatToParts(now).find((one) => one.type === 'timeZoneName')?.value ?? '';
  const offset = part('longOffset').replace(/^GMT/, 'UTC');
  const [, sign, hours, minutes] = /([+-])(\d+):(\d+)/.exec(offset) ?? [];
  const [region = '', ...city] = name.split('/');
  // The names of zones are English cities; other languages have names of their own for most.
  const english = city.join(', ').replaceAll('_', ' ');
  return {
    name,
    label: name === 'UTC' ? 'UTC' : `${language === 'en' && english ? english : part('shortGeneric')}, ${offset}`,
    region: regionName(region),
    minutes: (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1),
  };
}

function regionName(region: string): string {
  switch (region) {
    case 'Africa':
    case 'America':
    case 'Antarctica':
    case 'Arctic':
    case 'Asia':
    case 'Atlantic':
    case 'Australia':
    case 'Europe':
    case 'Indian':
    case 'Pacific':
      return t(`zone.${region}`);
    default:
      return t('zone.other');
  }
}
