-- What the server knows of itself: one row each.
create table server (key text primary key, value) without rowid;

-- The lives of this database, the present one last.
create table life (ordinal integer primary key, epoch integer not null unique, parent integer,
  forked_at integer not null);

-- The one totally ordered log. Personal values stand in a column of their own, to be emptied.
create table log (
  position integer primary key,
  device integer not null, number integer not null, author integer not null,
  kind text not null, record integer not null,
  made integer not null, received integer not null,
  change blob not null, personal blob, person integer,
  earlier blob, digest blob
);
create unique index log_of_change on log (device, number);
create index log_of_record on log (record, position);
create index log_of_person on log (person) where person is not null;

-- Changes that were refused, and why: the same question gets the same answer.
create table refusal (
  device integer not null, number integer not null, verdict blob not null, digest blob not null,
  refused_at integer not null, primary key (device, number)
) without rowid;

-- Changes that are safe here but not applied.
create table held (
  device integer not null, number integer not null, author integer not null,
  kind text not null, record integer not null,
  offer blob not null, reason blob not null, digest blob not null, received integer not null,
  primary key (device, number)
) without rowid;
create index held_of_record on held (record, device, number);

-- Where a record concerns whom: state 0 in, 1 as a card, 2 gone. `position` is the last place at
-- which that changed, or the record did; `left_at` the place at which it ceased to be in.
create table route (
  record integer not null, area integer not null, kind text not null,
  state integer not null, position integer not null, left_at integer,
  primary key (record, area)
) without rowid;
create index route_of_area on route (area, position, record, kind, state);

-- Passwords as their slow hashes: the server's alone, never synced.
create table password (account integer primary key, hash text not null);

-- One-time invitations and resets, by the hash of their code. The key that first redeemed one is
-- answered again for a day.
create table invitation (
  code blob primary key, account integer not null, made_by integer not null,
  expires_at integer not null, redeemed_key blob, redeemed_at integer
) without rowid;
