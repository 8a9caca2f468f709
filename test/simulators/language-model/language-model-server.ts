import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AskedQuestion {
  readonly authorization: string | undefined;
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** Answers with a status and a body, or never. */
export type Behaviour = (question: AskedQuestion) => Said | 'never' | Promise<Said>;

interface Said {
  readonly status?: number;
  readonly body: string;
}

/** What an OpenAI-compatible server says. */
export function completion(content: string): string {
  return JSON.stringify({
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm' },
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  });
}

/** A chat/completions endpoint at the wire. */
export class LanguageModelServer {
  readonly asked: AskedQuestion[] = [];
  behave: Behaviour = () => ({ body: completion('{}') });

  private constructor(private readonly server: Server) {}

  static async start(): Promise<LanguageModelServer> {
    const server = createServer();
    const made = new LanguageModelServer(server);
    server.on('request', (request, response) => void made.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1/chat/completions`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    const { model, messages } = JSON.parse(body) as AskedQuestion;
    const question = { authorization: request.headers.authorization, model, messages };
    this.asked.push(question);
    const said = await this.behave(question);
    if (said === 'never') return;
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json' });
    response.end(said.body);
  }
}
