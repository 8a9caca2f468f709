import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { EntryWords } from './entry-words.js';
import { SearchFollower } from './search-follower.js';

/** Words of entries, kept behind intake. */
@Module({ imports: [DeskWorkModule], providers: [EntryWords, SearchFollower] })
export class SearchModule {}
