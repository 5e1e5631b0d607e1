-- Pieces of an image are as large as the line bears: they lie by the place they begin at. What was
-- begun by number is fetched anew.
drop table piece;
create table piece (image text not null, start integer not null, whole integer not null,
  bytes blob not null, primary key (image, start));
