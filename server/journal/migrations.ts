/**
 * The tables, version by version. One step a version; a file is at version n when the first n were applied. Steps that were ever
 * released are never edited.
 *
 * `rows` holds what stays. `writes` holds the `token` and `thinking` rows of running answers in the
 * order they came, so that one turn of many answers touches one page and not one for each; what is
 * read of it stands in memory as well, and its old end falls off in one piece once the answers in
 * it have ended.
 *
 * `blobs` holds images by their hash, their bytes in `blob_parts`; `whole` is 0 while one is being
 * stored or erased, `time` is when it was kept last, or -1 once a row has named it since. `shown` says which conversations have rows that name them.
 *
 * From version 2 to 4 the search index stood in here as well; now it has a file of its own.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE conversations (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    titled INTEGER NOT NULL,
    updated INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX conversations_by_owner ON conversations (owner, updated, id);

  CREATE TABLE rows (
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (conversation, seq)
  ) STRICT;

  CREATE TABLE names (
    conversation INTEGER NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE unended (
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    id TEXT NOT NULL
  ) STRICT;

  CREATE TABLE writes (
    place INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE notes (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID
  `,
  `
  ALTER TABLE conversations ADD COLUMN titled_by INTEGER;
  ALTER TABLE conversations ADD COLUMN deleted INTEGER;
  ALTER TABLE conversations ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
  UPDATE conversations SET titled_by = (
    SELECT max(seq) FROM rows WHERE conversation = conversations.n AND body ->> 'type' = 'title');
  DROP INDEX conversations_by_owner;
  CREATE INDEX conversations_shown ON conversations (owner, updated, id) WHERE deleted IS NULL;

  CREATE VIEW texts AS
    SELECT n, coalesce(body ->> 'text', body ->> 'message') || char(10, 10) AS text FROM rows
    WHERE body ->> 'type' IN ('user', 'ai', 'error') OR body ->> 'type' = 'title'
      AND seq = (SELECT titled_by FROM conversations WHERE conversations.n = rows.conversation);
  CREATE VIRTUAL TABLE search USING fts5(
    text, content = 'texts', content_rowid = 'n', tokenize = 'trigram');
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
  INSERT INTO search (search) VALUES ('rebuild');
  CREATE VIRTUAL TABLE terms USING fts5vocab(search, row)
  `,
  `
  ALTER TABLE conversations ADD COLUMN model TEXT NOT NULL DEFAULT '';
  UPDATE conversations SET model = coalesce((
    SELECT body ->> 'model' FROM rows
    WHERE conversation = conversations.n AND (body ->> 'type' = 'typing'
      OR body ->> 'type' = 'settings' AND json_type(body, '$.model') IS NOT NULL)
    ORDER BY seq DESC LIMIT 1), '')
  WHERE erased = 0
  `,
  `
  CREATE TABLE blobs (
    n INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    hash TEXT NOT NULL,
    type TEXT NOT NULL,
    time INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    UNIQUE (owner, hash)
  ) STRICT;

  CREATE TABLE blob_parts (
    n INTEGER PRIMARY KEY,
    blob INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX parts_by_blob ON blob_parts (blob);

  CREATE TABLE shown (
    conversation INTEGER NOT NULL,
    blob INTEGER NOT NULL,
    PRIMARY KEY (conversation, blob)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shown_by_blob ON shown (blob)
  `,
  `
  DROP TABLE terms;
  DROP TABLE search;
  DROP VIEW texts
  `,
];
