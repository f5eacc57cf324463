import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a free port of 127.0.0.1 that ends, with all its connections, with `close`. */
export interface LocalServer {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(server: Server): Promise<LocalServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Serves the given paths; everything else is 404. A value is a body or a handler. */
export async function serve(
  routes: Record<string, Buffer | string | Handler>,
): Promise<LocalServer & { readonly seen: string[] }> {
  const seen: string[] = [];
  const listener: RequestListener = (incoming, response) => {
    const path = decodeURIComponent((incoming.url ?? '/').split('?')[0] ?? '/');
    seen.push(path);
    const route = routes[path];
    if (typeof route === 'function') return route(incoming, response);
    if (route === undefined) {
      response.writeHead(404, { 'content-type': 'text/html' });
      return response.end('<html>not found</html>');
    }
    return response.end(route);
  };
  return { ...(await listen(createServer(listener))), seen };
}

/** A forward and CONNECT proxy that notes what it is asked for. */
export async function proxy(): Promise<LocalServer & { readonly seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url} ${incoming.headers['proxy-authorization'] ?? '-'}`);
    const upstream = request(new URL(incoming.url ?? '/'), {
      method: incoming.method ?? 'GET',
      headers: incoming.headers,
    });
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.writeHead(502).end());
    upstream.end();
  });
  server.on('connect', (incoming, socket, head) => {
    seen.push(`CONNECT ${incoming.url} ${incoming.headers['proxy-authorization'] ?? '-'}`);
    const port = Number((incoming.url ?? '').split(':').pop());
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    socket.on('close', () => upstream.destroy());
  });
  return { ...(await listen(server)), seen };
}
