-- When each device was last heard of, and its last word of itself. No part of the ledger: the next
-- word takes its place.
create table health (device integer primary key, seen integer not null, health blob);
