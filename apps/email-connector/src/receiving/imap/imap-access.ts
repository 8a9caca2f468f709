import type { Settings } from '#runtime';
import type { TokenKeeper } from '../../authorising/token-keeper.js';
import { type FolderChoice, type ImapConfig, type ImapLogin, isBadLogin, type OpenFolder, openFolder } from './imap-link.js';

/** Opens folders of one mailbox, with its password or a token. */
export class ImapAccess {
  constructor(
    private readonly config: ImapConfig,
    /** Null: the inbox has no OAuth. */
    private readonly tokens: TokenKeeper | null,
    private readonly settings: Settings['email'],
  ) {}

  get usesTokens(): boolean {
    return this.tokens !== null && this.config.password === undefined && this.config.accessToken === undefined;
  }

  /** A token that the server does not take, for it was revoked or expired early, is replaced once; a second refusal is the answer. */
  async open(folder: FolderChoice, signal: AbortSignal): Promise<OpenFolder> {
    const connect = (login: ImapLogin) => openFolder(this.config, login, folder, this.settings, signal);
    const { user, password = '', accessToken } = this.config;
    if (accessToken !== undefined) return connect({ user, accessToken });
    if (!this.usesTokens) return connect({ user, pass: password });
    const tokens = this.tokens!;
    const { value } = await tokens.token();
    try {
      return await connect({ user, accessToken: value });
    } catch (error) {
      if (!isBadLogin(error) || signal.aborted) throw error;
      tokens.refused(value);
      return connect({ user, accessToken: (await tokens.token()).value });
    }
  }
}
