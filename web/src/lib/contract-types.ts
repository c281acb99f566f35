/** Every shape of the API, as types only: no schema code reaches the browser. */
import type * as contract from '@tidings/server/contract';

/** What a schema gives when it has read something. */
type Out<Schema extends { _output: unknown }> = Schema['_output'];

export type {
  Attachment,
  Block,
  Inline,
  LiveMessage,
  Me,
  Post,
  PostRow,
  Problem,
  SearchAnswer,
  SearchMode,
  SearchResult,
  Source,
  SourceKind,
  Task,
} from '@tidings/server/contract';
export type TaskProgress = Out<typeof contract.taskProgress>;
export type UiSettings = Out<typeof contract.uiSettings>;
export type PatchMe = Omit<Out<typeof contract.patchMeBody>, 'settings'> & { settings?: Partial<UiSettings> };
export type Session = Out<typeof contract.sessionSchema>;
export type CleanUpPreview = Out<typeof contract.cleanUpPreview>;
export type AccountImported = Out<typeof contract.accountImported>;
export type Token = Out<typeof contract.tokenSchema>;
export type TokenScope = Out<typeof contract.tokenScope>;
export type NewToken = Out<typeof contract.createTokenAnswer>;
export type StoryMember = Out<typeof contract.storyMemberSchema>;
export type StorySource = Out<typeof contract.storySourceSchema>;
export type PostMedia = contract.Post['media'][number];
export type Thumb = Out<typeof contract.thumbSchema>;
export type ListPostsAnswer = Out<typeof contract.listPostsAnswer>;
export type Marks = Out<typeof contract.marksBody>;
export type ReadAllBody = Out<typeof contract.readAllBody>;
export type ReadAllAnswer = Out<typeof contract.readAllAnswer>;
export type Counts = Out<typeof contract.countsAnswer>;
export type AddSourceBody = Out<typeof contract.addSourceBody>;
export type AddSourceAnswer = Out<typeof contract.addSourceAnswer>;
export type PatchSource = Out<typeof contract.patchSourceBody>;
export type PollAnswer = Out<typeof contract.pollSourceAnswer>;
export type Folder = Out<typeof contract.folderSchema>;
export type StarterPack = Out<typeof contract.starterPack>;
export type SearchFilters = Out<typeof contract.searchFilters>;
export type SearchBody = Partial<Out<typeof contract.searchBody>> & { query: string };
export type IndexStatus = Out<typeof contract.indexStatus>;
