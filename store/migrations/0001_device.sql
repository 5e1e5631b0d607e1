-- What the device knows of itself and of where it stands: one row each.
create table meta (key text primary key, value) without rowid;

-- Changes that the server has not answered for good, in the order in which they were made.
-- state: 0 waiting, 1 accepted but not come down yet, 2 held by the server
create table outbox (
  number integer primary key, kind text not null, record integer not null,
  change blob not null, made integer not null, earlier blob,
  state integer not null default 0, epoch integer, position integer, held_for text
);
create index outbox_by_record on outbox (record, number);

-- Changes that the server refused, until somebody corrects or drops them.
create table refused (
  number integer primary key, kind text not null, record integer not null,
  change blob not null, code text not null, field text, refused_at integer not null
);

-- Copies of answered changes, for 90 days: offered again if the server had to be restored.
create table authored (
  number integer primary key, kind text not null, record integer not null,
  change blob not null, answered blob not null, answered_at integer not null
);

-- The server's own word on records that unanswered changes are laid on. state null: not there.
create table confirmed (
  record integer primary key, kind text not null, state blob, card integer not null default 0
);

-- Records that are here only as a card: something here refers to them.
create table card (id integer primary key, kind text not null);

-- Records that the replica had before the server was restored and that have not reappeared.
create table rescued (id integer primary key, kind text not null, state blob not null);

-- Pieces of the image that is being fetched.
create table piece (image text not null, piece integer not null, pieces integer not null,
  bytes blob not null, primary key (image, piece));

-- Forms that somebody began; never sent.
create table draft (id integer primary key, kind text not null, saved_at integer not null, body blob not null);
