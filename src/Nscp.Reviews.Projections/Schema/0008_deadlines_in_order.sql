-- Open clocks with a period that can run out, in the order in which they are listed: a page reads its own rows and no others.
-- Case and not coalesce, which row security takes for leaky: the index would not be entered by it.
create index case_clock_in_order on case_clock (
    tenant_id,
    (case when due_on is null then 'infinity' else due_on end),
    (case force when 'statute' then 1 when 'guidance' then 2 when 'local' then 3 else 4 end),
    (case when reference is null then '' else reference end),
    stream_id,
    id
) where met_on is null and cancelled_on is null and missed_on is null and starts_on is not null and has_period and not is_floor;

drop index case_clock_open;

-- Timeliness asks for what fell due in a period, however it ended.
create index case_clock_by_due_date on case_clock (tenant_id, due_on);
