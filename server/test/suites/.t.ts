import fs from 'node:fs'; import { createRequire } from 'node:module';
import { parseLight } from '../../src/posts/readable/parse-light.ts'; import { lightToBlocks } from '../../src/posts/readable/light-to-blocks.ts'; import { trimEnds } from '../../src/posts/readable/trim-ends.ts';
import { decodeText } from '#platform/decode-text';
const require=createRequire('/work/main/server/package.json'); const { Readability } = require('@mozilla/readability');
const B='/work/shared/data/readability/public/';
function show(id:string,doc:any){ const r=new Readability(doc,{keepClasses:true,serializer:(x:any)=>x}).parse(); if(!r) return; const b=lightToBlocks(r.content,{baseUrl:'http://x/'}); const t=trimEnds(b); if(t.length<b.length) console.log(id, JSON.stringify(b.slice(t.length-1)).slice(0,900)); }
for (const f of fs.readdirSync(B+'mozilla')) if(!f.endsWith('jsonl')) show('M '+f,parseLight(fs.readFileSync(B+'mozilla/'+f+'/source.html','utf8'),'http://fakehost/test/page.html'));
for (const l of fs.readFileSync(B+'trafilatura/cases.jsonl','utf8').split('\n')) if(l){const c=JSON.parse(l); show('T '+c.id,parseLight(decodeText(fs.readFileSync(B+'trafilatura/'+c.file),{contentType:null,kind:'html'}).text,c.url));}
for (const l of fs.readFileSync(B+'fundus/cases.jsonl','utf8').split('\n')) if(l){const c=JSON.parse(l); show('F '+c.id,parseLight(fs.readFileSync(B+'fundus/'+c.file,'utf8'),c.url));}
