-- Who took held work into the ledger, or did not.
create table decision (
  device integer not null, number integer not null, officer integer not null,
  accepted integer not null, decided_at integer not null, primary key (device, number)
) without rowid;

-- Rights, devices and areas are read whole whenever one of them changes.
create index log_of_organisation on log (kind, position)
  where kind in ('account', 'area', 'device', 'erasure', 'grant', 'succession');

-- The last place whose changes of rights, devices and erasures stand in the journal.
insert into server (key, value) values ('journalled', 0);
