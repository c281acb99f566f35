import { runReadabilitySuite } from './readability.ts';
const t=performance.now(); const r=runReadabilitySuite('/work/shared/data'); console.table(r.results); for (const f of r.failures) console.log(f.id, f.wrong); console.log(performance.now()-t,'ms');
