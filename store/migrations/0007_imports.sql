-- Sheets that were read into the ledger here, each with what it wrote, so that it can be taken back.
-- written: how much of what. done: the last row that was dealt with.
create table import (
  id integer primary key, file text not null, at integer not null, lines integer not null,
  done integer not null default 0, written blob, taken_back integer not null default 0
);
-- unit: twice the row of the file, and one more for what is its household's: what is taken back as a
-- whole. stood: the fields that were blank, where
-- something was added; null: the record was made. said: a hash of what was written, by which it is told
-- whether somebody has written of it since. number: the change.
create table imported (
  import integer not null, place integer not null, unit integer not null, kind text not null,
  record integer not null, stood blob, said integer not null, number integer not null,
  primary key (import, unit, place)
) without rowid;
