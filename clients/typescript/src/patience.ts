/** When an answer is worth another try, and how long to wait for it. */

/** How often and how long to try. */
export interface Patience {
  /** Requests in all. */
  readonly attempts: number;
  /** Seconds waited between them at most: who is told to wait longer gives up at once. */
  readonly seconds: number;
}

export const PATIENCE: Patience = { attempts: 5, seconds: 60 };

/** Seconds, where nobody says how long; then twice as long each time. */
const FIRST_WAIT = 0.5;

/** Waits some seconds. */
export type Sleep = (seconds: number) => Promise<void>;

export const sleepFor: Sleep = (seconds) =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Seconds of its `Retry-After`, which is a number or a date (RFC 9110, 10.2.3). */
export function retryAfter(response: Response): number | undefined {
  const said = response.headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(said)) return Number(said);
  const until = Date.parse(said);
  return Number.isNaN(until) ? undefined : Math.max(0, (until - Date.now()) / 1000);
}

/**
 * A `fetch` that asks again where the answer is 503 or 429, or the connection broke: reading
 * changes nothing, so that every request may be made again.
 */
export function patientFetch(
  patience: Patience,
  sleep: Sleep,
  fetching: typeof fetch,
): (request: Request) => Promise<Response> {
  return async (request) => {
    let left = patience.seconds;
    for (let tries = 1; ; tries += 1) {
      const tried = await attempt(fetching, request.clone());
      if (tried.answer !== undefined && ![429, 503].includes(tried.answer.status)) {
        return tried.answer;
      }
      const told = tried.answer && retryAfter(tried.answer);
      const wait = told ?? FIRST_WAIT * 2 ** (tries - 1);
      if (tries >= patience.attempts || wait > left || request.signal.aborted) {
        if (tried.answer) return tried.answer;
        throw tried.error;
      }
      await tried.answer?.body?.cancel();
      left -= wait;
      await sleep(wait);
    }
  };
}

async function attempt(
  fetching: typeof fetch,
  request: Request,
): Promise<{ answer?: Response; error?: unknown }> {
  try {
    return { answer: await fetching(request) };
  } catch (error) {
    return { error };
  }
}
