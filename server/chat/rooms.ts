/** Who listens to which conversation, and what its answers are doing now. */
import type { Row } from "../journal/rows.ts";
import type { PhaseFrame } from "./frames.ts";

/** Hears live frames, each also as the JSON text that all listeners share. */
export type Listener = (frame: Row | PhaseFrame, text: string) => void;

/** A conversation as its owner knows it: nobody else hears what is told in it. */
export interface Place {
  owner: string;
  conversation: string;
}

export interface Room {
  readonly key: string;
  readonly listeners: Set<Listener>;
  /** Of each answer that waits or runs the last one that was told, by its id. */
  readonly phases: Map<string, PhaseFrame>;
}

/** The server holds only the rooms of what is open or being answered. */
export function createRooms() {
  const rooms = new Map<string, Room>();

  return {
    find: (place: Place): Room | undefined => rooms.get(keyOf(place)),

    /** The room of a place, made where there is none. */
    enter(place: Place): Room {
      const key = keyOf(place);
      const known = rooms.get(key);
      if (known) return known;
      const room = { key, listeners: new Set<Listener>(), phases: new Map<string, PhaseFrame>() };
      rooms.set(key, room);
      return room;
    },

    /** Lets go of a room in which nothing is left. Who left may leave again, later. */
    tidy(room: Room) {
      const { key, listeners, phases } = room;
      if (listeners.size === 0 && phases.size === 0 && rooms.get(key) === room) rooms.delete(key);
    },
  };
}

/** Tells everyone in a room. */
export function tell({ listeners }: Room, frame: Row | PhaseFrame) {
  if (listeners.size === 0) return;
  const text = JSON.stringify(frame);
  for (const listener of listeners) listener(frame, text);
}

function keyOf({ owner, conversation }: Place): string {
  return `${conversation} ${owner}`;
}
