export function SourcesRoute() { return null; }
export function SettingsRoute() { return null; }
