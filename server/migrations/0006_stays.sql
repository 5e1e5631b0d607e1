-- The place at which a record came into an area, as long as it is in, and its former stays there: what
-- somebody could read of it at a place of the log.
alter table route add column came_at integer not null default 0;
create table stay (
  record integer not null, area integer not null, came_at integer not null, left_at integer not null,
  primary key (record, area, came_at)
) without rowid;
