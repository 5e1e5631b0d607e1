-- Records of kinds that this version does not know, kept and passed on.
create table if not exists unknown_record (
  id integer primary key, kind text not null, first integer, last integer, fields blob not null
);
-- The values of fields in conflict, all of them, beside the record.
create table if not exists conflict (
  record integer not null, field text not null, device integer not null, number integer not null,
  kind text not null, author integer not null, made integer not null, position integer not null,
  shown integer not null, value, saw,
  primary key (record, field, device, number)
) without rowid;
