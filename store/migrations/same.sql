-- Of records that are one person, who stands for whom: of each connected set of pairs the lowest id. It
-- follows from the pairs, which are few, and follows them.
create table if not exists same (id integer primary key, stands integer not null);
create index if not exists same_by_stands on same (stands);
create view if not exists same_now as
  with recursive
    linked (id, other) as (
      select one, other from same_person where is_one is not 0
      union select other, one from same_person where is_one is not 0),
    reached (id, other) as (
      select id, id from linked
      union select reached.id, linked.other from reached join linked on linked.id = reached.other)
  select id, min(other) as stands from reached group by id having min(other) < id;
create trigger if not exists same_comes after insert on same_person
  begin delete from same; insert into same select id, stands from same_now; end;
create trigger if not exists same_changes after update on same_person
  begin delete from same; insert into same select id, stands from same_now; end;
create trigger if not exists same_goes after delete on same_person
  begin delete from same; insert into same select id, stands from same_now; end;
insert into same select id, stands from same_now where not exists (select 1 from same);
