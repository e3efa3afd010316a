import assert from "node:assert/strict";
import { makeId } from "../../static/id.js";
import { createPlace } from "../../static/place.js";
import { createStorage } from "../../static/storage.js";
import { createMemoryArea } from "../support/memory_area.ts";

function begin(hash = "") {
  const location = { hash, pathname: "/", search: "" };
  const visited: string[] = [];
  const go = (how: string) => (_: unknown, __: string, url?: string | URL | null) => {
    visited.push(`${how} ${url}`);
    location.hash = String(url).replace(/^[^#]*/, "");
  };
  const storage = createStorage({ area: createMemoryArea().area });
  const history = { pushState: go("push"), replaceState: go("replace") };
  return { place: createPlace({ storage, location, history }), location, visited };
}

Deno.test("place.takeToken() takes the token out of the address at once", () => {
  const { place, location, visited } = begin("#token=s%20ecret");
  assert.equal(place.takeToken(), "s ecret");
  assert.equal(location.hash, "");
  assert.deepEqual(visited, ["replace /"]);
  assert.equal(place.takeToken(), undefined);
});

Deno.test("place.named() knows a conversation by its id, and nothing else", () => {
  const id = makeId();
  assert.equal(begin(`#/c/${id}`).place.named(), id);
  for (const hash of ["", "#", "#/c/", "#/c/../x", `#/d/${id}`, `#/c/${id}x`]) {
    assert.equal(begin(hash).place.named(), undefined);
  }
});

Deno.test("place.enter() remembers, and makes a step back only for a new place", () => {
  const [one, two] = [makeId(), makeId()];
  const { place, visited } = begin();
  place.enter(one);
  place.enter(one);
  place.enter(two, { isNew: true });
  assert.deepEqual(visited, [`replace #/c/${one}`, `push #/c/${two}`]);
  assert.equal(place.last(), two);
});

Deno.test("place.draft() keeps what was being typed, for each conversation", () => {
  const [one, two] = [makeId(), makeId()];
  const { place } = begin();
  place.keepDraft(one, "half a sent");
  assert.equal(place.draft(one), "half a sent");
  assert.equal(place.draft(two), "");
  place.keepDraft(one, "");
  assert.equal(place.draft(one), "");
});
