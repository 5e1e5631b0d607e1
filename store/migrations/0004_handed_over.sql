-- Refused work that its author handed over to an officer. 0 not, 1 on its way, 2 with an officer.
alter table refused add column handed integer not null default 0;
