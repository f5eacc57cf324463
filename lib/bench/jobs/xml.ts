/** An element of a document: namespaces and the order of text between children are of no use to what is read here. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, entities decoded, without that of its children. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

const NAME = '[A-Za-z_][\\w.:-]*';
/** Comments and instructions; CDATA; a start tag; an end tag; text. What fits none is an error. */
const TOKEN = new RegExp(
  '<!--[\\s\\S]*?-->|<\\?[\\s\\S]*?\\?>' +
    '|<!\\[CDATA\\[(?<data>[\\s\\S]*?)\\]\\]>' +
    `|<(?<open>${NAME})(?<attributes>(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(?<empty>/?)>` +
    `|</(?<close>${NAME})\\s*>` +
    '|(?<text>[^<]+)',
  'y',
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads what a scheduler's command wrote as XML. Strict where it matters (tags are in pairs, one root, no text outside it, no
 * DOCTYPE), so that half an answer is no answer.
 *
 * @throws {SyntaxError} with the place.
 */
export function parseXml(source: string): XmlElement {
  const document: OpenElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [document];
  let at = source.startsWith('\ufeff') ? 1 : 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) throw new SyntaxError(`not XML at character ${String(at)}`);
    place(groups, open, at);
    at = TOKEN.lastIndex;
  }
  const [root, ...others] = document.children;
  if (open.length > 1) throw new SyntaxError(`the XML ends within <${open.at(-1)?.name ?? ''}>`);
  if (root === undefined || others.length > 0) throw new SyntaxError('the XML has not one root');
  if (document.text.trim() !== '') throw new SyntaxError('the XML has text outside its root');
  return root;
}

function place(token: Readonly<Record<string, string | undefined>>, open: OpenElement[], at: number): void {
  const parent = open.at(-1);
  if (parent === undefined) throw new SyntaxError(`an end too many in the XML at character ${String(at)}`);
  if (token['open'] !== undefined) {
    const attributes = attributesOf(token['attributes'] ?? '');
    const element: OpenElement = { name: token['open'], attributes, children: [], text: '' };
    parent.children.push(element);
    if (token['empty'] === '') open.push(element);
  } else if (token['close'] !== undefined) {
    if (parent.name !== token['close']) throw new SyntaxError(`</${token['close']}> ends <${parent.name}> in the XML`);
    open.pop();
  } else {
    parent.text += token['data'] ?? decoded(token['text'] ?? '');
  }
}

function attributesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(ATTRIBUTE)];
  return new Map(found.map(([, name = '', double, single]) => [name, decoded(double ?? single ?? '')]));
}

/** An entity that is not known stays as it is: no text of a job's name can make an answer unreadable. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (entity, decimal, hex, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name] ?? entity;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

/** All elements of a name below another one, in their order. */
export function elementsNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...(child.children.length === 0 ? [] : elementsNamed(child, name)),
  ]);
}

/** The trimmed text of a child; empty where there is none. */
export function textOf(element: XmlElement | undefined, child: string): string {
  return element?.children.find(({ name }) => name === child)?.text.trim() ?? '';
}
