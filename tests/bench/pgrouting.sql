-- The roads, the questions, and functions that put them to pgRouting and note what each took: by the server's
-- own clock, so that no client and no connection is in it. Loaded by pgrouting.bench.mjs, which fills
-- the tables from route_export.cpp's files.
create extension postgis;
create extension pgrouting;

create table edges (
  id bigint primary key, source bigint, target bigint, cost float8, reverse_cost float8,
  x1 float8, y1 float8, x2 float8, y2 float8,
  geom geometry generated always as (st_makeline(st_makepoint(x1, y1), st_makepoint(x2, y2))) stored);
create table pairs (id int primary key, source bigint, target bigint, duration_ms float8);
create table units (place bigint, unit bigint, duration_ms float8);

-- Once the tables are filled.
create procedure prepare() language sql as $$
  create index on edges (source);
  create index on edges (target);
  create index on edges using gist (geom);
  create table nodes as
    select source as id, st_makepoint(x1, y1) as point from edges union
    select target, st_makepoint(x2, y2) from edges;
  create unique index on nodes (id);
  analyze;
$$;

-- Which edges a query reads: all, or those in the pair's box, made larger by a tenth and by 500 m at least.
create function edges_sql(columns text, pair pairs, boxed boolean) returns text language plpgsql as $$
declare
  box geometry;
begin
  if not boxed then
    return format('select %s from edges', columns);
  end if;
  select st_envelope(st_collect(point)) into box from nodes where id in (pair.source, pair.target);
  box := st_expand(box, greatest(400000, 0.1 * greatest(st_xmax(box) - st_xmin(box), st_ymax(box) - st_ymin(box))));
  return format('select %s from edges where geom && %L::geometry', columns, box);
end $$;

-- Of all pairs: microseconds each, and how many costs are not ours. For A* the line between two nodes is
-- measured in milliseconds of walking, as the costs are: a bound that loses no shortest way.
create function race(algorithm text, boxed boolean, out us float8, out differ int) language plpgsql as $$
declare
  pair pairs;
  began timestamptz;
  cost float8;
  call text := case algorithm
    when 'pgr_dijkstra' then 'select max(agg_cost) from pgr_dijkstra($1, $2, $3)'
    else format('select max(agg_cost) from %I($1, $2, $3, heuristic => 4, factor => 0.999)', algorithm) end;
  columns text := 'id, source, target, cost, reverse_cost' ||
    case algorithm when 'pgr_dijkstra' then '' else ', x1, y1, x2, y2' end;
begin
  us := 0;
  differ := 0;
  for pair in select * from pairs order by id loop
    began := clock_timestamp();
    execute call into cost using edges_sql(columns, pair, boxed), pair.source, pair.target;
    us := us + extract(epoch from clock_timestamp() - began) * 1e6;
    if cost is distinct from pair.duration_ms then differ := differ + 1; end if;
  end loop;
  us := us / (select count(*) from pairs);
end $$;

-- From all units to a place at once; microseconds a place. Asked the other way round, which costs the
-- same on foot and is eight times as quick here (pgRouting 3.4.2).
create function race_units(out us float8, out differ int) language plpgsql as $$
declare
  here bigint;
  began timestamptz;
  wrong int;
begin
  us := 0;
  differ := 0;
  for here in select distinct place from units loop
    began := clock_timestamp();
    create temporary table found on commit drop as
      select end_vid, agg_cost from pgr_dijkstraCost(
        'select id, source, target, cost, reverse_cost from edges',
        here, (select array_agg(unit) from units where place = here));
    us := us + extract(epoch from clock_timestamp() - began) * 1e6;
    select count(*) into wrong from units left join found on end_vid = unit
      where place = here and unit <> here and agg_cost is distinct from duration_ms;
    differ := differ + wrong;
    drop table found;
  end loop;
  us := us / (select count(distinct place) from units);
end $$;

-- All pairs in one query, durations only; microseconds a pair.
create function race_together(out us float8, out differ int) language plpgsql as $$
declare
  began timestamptz := clock_timestamp();
begin
  create temporary table found on commit drop as
    select start_vid, end_vid, agg_cost from pgr_dijkstraCost(
      'select id, source, target, cost, reverse_cost from edges', 'select source, target from pairs');
  us := extract(epoch from clock_timestamp() - began) * 1e6 / (select count(*) from pairs);
  select count(*) into differ from pairs left join found on start_vid = source and end_vid = target
    where agg_cost is distinct from duration_ms;
end $$;

-- What no search is in: microseconds to answer between neighbours.
create function fixed_us() returns float8 language plpgsql as $$
declare
  began timestamptz := clock_timestamp();
  edge edges;
begin
  for edge in select * from edges where cost >= 0 and source <> target order by id limit 20 loop
    perform * from pgr_dijkstra('select id, source, target, cost, reverse_cost from edges', edge.source, edge.target);
  end loop;
  return extract(epoch from clock_timestamp() - began) * 1e6 / 20;
end $$;
