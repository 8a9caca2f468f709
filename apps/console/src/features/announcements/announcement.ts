import type { Answer } from '#page-kit';

export type Announcement = Answer<'GET /announcements'>['items'][number];
