/** The client at the live server that TALLY_ADDRESS names. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, createTally, list, pages, TallyError, type Query, type Schema } from "../src/index.js";

const address = process.env["TALLY_ADDRESS"] ?? assert.fail("TALLY_ADDRESS is not set");
const FIGURE = "left-pakistan-april-2025";

/** A `fetch` that keeps the addresses it asked for. */
function recording(): { fetch: typeof fetch; asked: URL[] } {
  const asked: URL[] = [];
  return {
    asked,
    fetch: (input, init) => {
      asked.push(new URL((input as Request).url));
      return fetch(input, init);
    },
  };
}

/** All that is left of it. */
async function rest<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("a figure has its qualifier, claimant and source, typed", async () => {
  const tally = createTally(address);
  const { data, meta } = answerOf(
    await tally.GET("/v1/figures/{id}", { params: { path: { id: FIGURE } } }),
  );
  assert.equal(meta.release, 1);
  assert.ok(data.kind === "departures");
  const departure: Schema<"Departure"> = data;
  const bound: "more_than" | "at_least" | string = departure.value.bound;
  assert.equal(bound, "more_than");
  assert.equal(departure.attribution.claimant?.id, "pakistan-interior-ministry");
  assert.ok(departure.source.id);
  // @ts-expect-error: a flow has no day that it holds for
  assert.equal(departure.as_of, undefined);
});

test("pages are followed: each record once, however many a page holds", async () => {
  const wire = recording();
  const tally = createTally(address, wire);
  const whole = await rest(list(tally, "/v1/departures", { limit: 1000 }));
  wire.asked.length = 0;
  const ids = (await rest(list(tally, "/v1/departures", { limit: 7 }))).map((one) => one.id);
  assert.deepEqual(ids, whole.map((one) => one.id));
  assert.equal(wire.asked.length, Math.ceil(ids.length / 7));
  for await (const page of pages(tally, "/v1/departures", { limit: 7 })) {
    assert.equal(page.meta.release, 1);
    assert.equal(page.data.length, 7);
    break; // and no other page is asked for
  }
  assert.equal(wire.asked.length, Math.ceil(ids.length / 7) + 1);
});

test("several values are sent as Tally reads them", async () => {
  const wire = recording();
  const query: Query<"/v1/departures"> = {
    origin: ["PAK", "IRN"],
    sort: ["-reported", "id"],
    include: ["total"],
  };
  const found = list(createTally(address, wire), "/v1/departures", query);
  const origins = new Set((await rest(found)).map((one) => one.origin));
  assert.deepEqual([...origins].sort(), ["IRN", "PAK"]);
  assert.equal(wire.asked[0]?.search, "?origin=PAK&origin=IRN&sort=-reported%2Cid&include=total");
});

test("a table is text", async () => {
  const { data } = await createTally(address).GET("/v1/sources.{format}", {
    params: { path: { format: "csv" }, query: { limit: 2 } },
    parseAs: "text",
  });
  assert.equal((data as unknown as string).trimEnd().split("\n").length, 3);
});

test("an error says what Tally said", async () => {
  const tally = createTally(address);
  const unknown = await tally.GET("/v1/figures/{id}", { params: { path: { id: "no-such" } } });
  assert.throws(
    () => answerOf(unknown),
    (error: TallyError) => error.status === 404 && error.problem?.status === 404,
  );
  const wrong = list(tally, "/v1/departures", { certainly_at_least: -1 });
  await assert.rejects(wrong.next(), /400 .*certainly_at_least/);
});

/** A client of a server that answers 503 a number of times, then as the live one does. */
function troubled(times: number, retryAfter: string): { waited: number[]; tally: ReturnType<typeof createTally> } {
  const waited: number[] = [];
  const tally = createTally(address, {
    patience: { attempts: 4, seconds: 10 },
    sleep: async (seconds) => void waited.push(seconds),
    fetch: async (input, init) =>
      times-- > 0
        ? new Response("", { status: 503, headers: { "Retry-After": retryAfter } })
        : fetch(input, init),
  });
  return { waited, tally };
}

test("told 503, it waits as told, and no longer than it has patience for", async () => {
  const told = troubled(2, "3");
  assert.ok(answerOf(await told.tally.GET("/v1/coverage")).data.figures > 0);
  assert.deepEqual(told.waited, [3, 3]);

  const tooLong = troubled(9, "11");
  assert.equal((await tooLong.tally.GET("/v1/coverage")).response.status, 503);
  assert.deepEqual(tooLong.waited, []);

  const tooOften = troubled(9, "not said");
  const answered = await tooOften.tally.GET("/v1/coverage");
  assert.throws(() => answerOf(answered), /^TallyError: 503$/);
  assert.deepEqual(tooOften.waited, [0.5, 1, 2]);
});
