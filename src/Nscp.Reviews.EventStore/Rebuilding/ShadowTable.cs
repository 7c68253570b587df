namespace Nscp.Reviews.EventStore;

/// <summary>The statements that make one projection table again beside the live one.</summary>
/// <remarks>
/// The shadow has the live columns and the stream that each row comes from, and no unique key: while it is being filled its streams are of different moments,
/// in which two of them may rightly have had the same key. The keys noted are those whose rows must be compared under the lock.
/// </remarks>
sealed class ShadowTable(string run, int number, ProjectionTable live)
{
    readonly string _rows = $"es_shadow.{run}_row_{number}";
    readonly string _keys = $"es_shadow.{run}_key_{number}";

    internal ProjectionTable Live => live;

    string Names => Columns("");

    string KeyNames => Keys("");

    internal string Create =>
        $"""
        create unlogged table {_rows} as select {Names}, null::uuid as es_stream from {live.Name} with no data;
        create unlogged table {_keys} as select {KeyNames} from {live.Name} with no data;
        """;

    internal string Drop => $"drop table if exists {_rows}, {_keys};";

    internal string Copy => $"copy {_rows} ({Names}, es_stream) from stdin (format binary)";

    internal string Count => $"select count(*) from {_rows}";

    /// <summary>Made when the shadow is full: that is faster than keeping them up meanwhile.</summary>
    internal string Index =>
        $"""
        create index if not exists {run}_row_{number}_by_stream on {_rows} (tenant_id, es_stream);
        create index if not exists {run}_row_{number}_by_key on {_rows} ({KeyNames});
        analyze {_rows};
        """;

    /// <summary>Takes the streams ($1 their tenants, $2 their ids) out of the shadow again.</summary>
    internal string Forget => $"delete from {_rows} s using {Folding.Given} where s.tenant_id = g.tenant_id and s.es_stream = g.stream_id";

    internal string NoteKeys => $"insert into {_keys} select {Keys("s.")} from {_rows} s join {Folding.Given} on s.tenant_id = g.tenant_id and s.es_stream = g.stream_id";

    internal string NoteDifferences =>
        $"""
        truncate {_keys};
        insert into {_keys} select {string.Join(", ", KeyColumns.Select(name => $"coalesce(l.{name}, s.{name})"))}
        from {live.Name} l full join {_rows} s on {SameKey("l", "s")}
        where l.tenant_id is null or s.tenant_id is null or {Image("l")} *<> {Image("s")};
        analyze {_keys};
        """;

    /// <summary>
    /// Rows that differ are deleted and inserted instead of updated: rows that exchange a unique value would stand in each other's way.
    /// Two streams that claim one key violate it here, if nowhere before.
    /// </summary>
    internal string WriteDifferences =>
        $"""
        delete from {live.Name} l using {Noted} n where {SameKey("l", "n")}
            and not exists (select from {_rows} s where {SameKey("s", "l")} and {Image("s")} *= {Image("l")});
        insert into {live.Name} ({Names}) select {Columns("s.")} from {_rows} s join {Noted} n on {SameKey("s", "n")}
            where not exists (select from {live.Name} l where {SameKey("l", "s")} and {Image("l")} *= {Image("s")});
        """;

    string Noted => $"(select distinct {KeyNames} from {_keys})";

    IEnumerable<string> KeyColumns => live.Columns.Take(live.KeyLength).Select(column => column.Name);

    string Columns(string prefix) => string.Join(", ", live.Columns.Select(column => prefix + column.Name));

    string Keys(string prefix) => string.Join(", ", KeyColumns.Select(name => prefix + name));

    string SameKey(string one, string other) => string.Join(" and ", KeyColumns.Select(name => $"{one}.{name} = {other}.{name}"));

    // Compared byte for byte, as a materialised view's refresh does: = does not exist for every type, and lets 1.0 pass for 1.00. The cast keeps it from being taken apart column by column.
    string Image(string alias) => $"row({Columns(alias + ".")})::record";
}
