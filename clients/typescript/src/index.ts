/** A typed client of Tally: migration figures as somebody stated them. */

import createClient, { type Client } from "openapi-fetch";
import { PATIENCE, patientFetch, sleepFor, type Patience, type Sleep } from "./patience.js";
import type { components, paths } from "./schema.js";

export type { components, operations, paths } from "./schema.js";
export type { Patience, Sleep } from "./patience.js";

/** A schema of the contract by its name: `Schema<"Departure">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** What a list answers. */
interface Listed {
  get: { responses: { 200: { content: { "application/json": { data: unknown[] } } } } };
}

/** Addresses of lists. */
export type ListPath = {
  [Path in keyof paths]: Path extends `${string}{${string}`
    ? never
    : paths[Path] extends Listed
      ? Path
      : never;
}[keyof paths];

/** The filters of a list. */
export type Query<Path extends ListPath> = NonNullable<
  paths[Path]["get"]["parameters"]["query"]
>;

/** A page of a list. */
export type PageOf<Path extends ListPath> =
  paths[Path]["get"]["responses"][200]["content"]["application/json"];

/** A record of a list. */
export type RecordOf<Path extends ListPath> = PageOf<Path>["data"][number];

/** Tally did not answer what was asked. */
export class TallyError extends Error {
  constructor(
    /** That of HTTP. */
    readonly status: number,
    /** What it said (RFC 9457), if it was Tally that answered. */
    readonly problem: Schema<"Problem"> | undefined,
  ) {
    super(problem ? `${status} ${problem.title}: ${problem.detail}` : String(status));
    this.name = "TallyError";
  }
}

export interface Options {
  /** How often and how long a server in trouble is asked again. */
  readonly patience?: Patience;
  /** How to wait until then. */
  readonly sleep?: Sleep;
  /** How requests are sent. */
  readonly fetch?: typeof fetch;
}

/** A client of every operation: `tally.GET("/v1/figures/{id}", { params: { path: { id } } })`. */
export type Tally = Client<paths, `${string}/${string}`>;

/** A client of the Tally at an address, which waits as it is told. */
export function createTally(baseUrl: string, options: Options = {}): Tally {
  return createClient<paths>({
    baseUrl,
    querySerializer,
    fetch: patientFetch(
      options.patience ?? PATIENCE,
      options.sleep ?? sleepFor,
      options.fetch ?? ((request) => fetch(request)),
    ),
  });
}

/** Every page of a list, each asked for when it is come to, all of one release. */
export async function* pages<Path extends ListPath>(
  tally: Tally,
  path: Path,
  query: Query<Path> = {},
): AsyncGenerator<PageOf<Path>, void, void> {
  // openapi-fetch cannot tell that all of these paths are lists: what goes in and comes out can
  const get = tally.GET as (path: string, init: object) => Promise<Answered<PageOf<Path>>>;
  let asked: object | undefined = query;
  while (asked !== undefined) {
    const page: PageOf<Path> = answerOf(await get(path, { params: { query: asked } }));
    yield page;
    const next: string | null = page.links.next;
    asked = next === null ? undefined : { ...query, cursor: cursorOf(next) };
  }
}

function cursorOf(address: string): string | null {
  return new URL(address).searchParams.get("cursor");
}

/** Every record of a list. */
export async function* list<Path extends ListPath>(
  tally: Tally,
  path: Path,
  query: Query<Path> = {},
): AsyncGenerator<RecordOf<Path>, void, void> {
  for await (const page of pages(tally, path, query)) {
    yield* page.data as RecordOf<Path>[];
  }
}

interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was answered; `TallyError` if it was an error. */
export function answerOf<Data>(answered: Answered<Data>): Data {
  if (answered.data !== undefined) return answered.data;
  const { error, response } = answered;
  const said = response.headers.get("content-type")?.startsWith("application/problem+json");
  throw new TallyError(response.status, said ? (error as Schema<"Problem">) : undefined);
}

/** Parameters whose values stand in one text, with commas between them. */
const JOINED = new Set(["include", "sort"]);

function querySerializer(query: Record<string, unknown>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const texts = (Array.isArray(value) ? value : [value]).map(String);
    for (const text of JOINED.has(name) ? [texts.join(",")] : texts) pairs.append(name, text);
  }
  return pairs.toString();
}
