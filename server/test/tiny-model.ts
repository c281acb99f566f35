/**
 * A model of a few bytes for tests: an ONNX graph with one look-up table from words to vectors, and its
 * tokenizer. Written field by field (protocol buffers, onnx.proto), so that no tool is needed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param words each word's vector; all of one length. @returns the folder's files by name */
export function tinyModelFiles(words: Record<string, number[]>): Record<string, string | Buffer> {
  const vocabulary = ['[PAD]', '[UNK]', ...Object.keys(words)];
  const size = Object.values(words)[0]?.length ?? 0;
  const zeros = Array.from({ length: size }, () => 0);
  const rows = vocabulary.map((word) => words[word] ?? zeros);
  const vocab = Object.fromEntries(vocabulary.map((word, id) => [word, id]));
  const special = ['[PAD]', '[UNK]'].map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return {
    'config.json': JSON.stringify({ model_type: 'bert', architectures: ['BertModel'], hidden_size: size }),
    'tokenizer_config.json': JSON.stringify({ tokenizer_class: 'PreTrainedTokenizerFast', pad_token: '[PAD]', unk_token: '[UNK]', model_max_length: 32 }),
    'tokenizer.json': JSON.stringify({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: special,
      normalizer: { type: 'Lowercase' },
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: null,
      decoder: null,
      model: { type: 'WordLevel', vocab, unk_token: '[UNK]' },
    }),
    'onnx/model_quantized.onnx': lookUpGraph(rows, size),
  };
}

export function writeFiles(folder: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const float = 1;
const int64 = 7;

function lookUpGraph(rows: number[][], size: number): Buffer {
  const table = Buffer.concat([
    number(1, rows.length),
    number(1, size),
    number(2, float),
    text(8, 'table'),
    bytes(9, Buffer.from(Float32Array.from(rows.flat()).buffer)),
  ]);
  const node = Buffer.concat([text(1, 'table'), text(1, 'input_ids'), text(2, 'last_hidden_state'), text(3, 'look_up'), text(4, 'Gather')]);
  const graph = Buffer.concat([
    bytes(1, node),
    text(2, 'tiny'),
    bytes(5, table),
    bytes(11, value('input_ids', int64, ['batch', 'length'])),
    bytes(11, value('attention_mask', int64, ['batch', 'length'])),
    bytes(12, value('last_hidden_state', float, ['batch', 'length', size])),
  ]);
  return Buffer.concat([number(1, 8), bytes(7, graph), bytes(8, Buffer.concat([text(1, ''), number(2, 13)]))]);
}

function value(name: string, type: number, shape: (string | number)[]): Buffer {
  const dims = shape.map((dim) => bytes(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)));
  return Buffer.concat([text(1, name), bytes(2, bytes(1, Buffer.concat([number(1, type), bytes(2, Buffer.concat(dims))])))]);
}

function number(field: number, content: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(content)]);
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

function varint(content: number): Buffer {
  const out: number[] = [];
  for (let rest = content; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...out, rest]);
    out.push((rest & 127) | 128);
  }
}
