using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Makes the tickets' tables again and stops at each phase for what happens just then.</summary>
delegate Task Rebuilder(Func<RebuildPhase, Task> at);

static class Rebuilders
{
    internal static readonly ProjectionTable[] Tables = [Tickets.Ticket, Tickets.Note];

    /// <summary>By an independent count in SQL: what the rows must be. It knows no note that was struck out.</summary>
    const string Due =
        """
        select concat_ws(' ', tenant_id, stream_id, (array_agg(data->>'value' order by version desc) filter (where type <> 'ticket_noted'))[1], count(*) filter (where type = 'ticket_noted'))
        from mt_events group by tenant_id, stream_id
        union all
        select concat_ws(' ', tenant_id, stream_id, row_number() over (partition by tenant_id, stream_id order by version) - 1, data->>'value') from mt_events where type = 'ticket_noted'
        order by 1
        """;

    const string Live = "select concat_ws(' ', tenant_id, stream_id, number, notes) from ticket union all select concat_ws(' ', tenant_id, stream_id, position, body) from ticket_note order by 1";

    internal static Task<IReadOnlyList<string>> LiveRowsAsync(this StoreDatabase database) => database.TextsAsync(Live);

    internal static async Task ShouldBeRightAsync(this StoreDatabase database) => (await database.LiveRowsAsync()).ShouldBe(await database.TextsAsync(Due));

    /// <summary>The store's own. Building is told by the fold itself, every other phase by the progress.</summary>
    internal static async Task<RebuildProgress> RebuildAsync(this StoreDatabase database, Func<RebuildPhase, Task> at, string version = "1", IReadOnlyList<ProjectionTable>? tables = null, int tries = 200)
    {
        var told = 0;
        var request = new RebuildRequest(tables ?? Tables, project, version);
        return await Rebuild.RunAsync(database.Log, request, new Progress(phase => at(phase)), tries, StoreDatabase.Ct);

        IReadOnlyList<ProjectionRow> project(StreamHistory stream)
        {
            if (Interlocked.Exchange(ref told, 1) == 0)
                at(RebuildPhase.Building).GetAwaiter().GetResult();
            return [.. Tickets.Rows(stream).Where(row => tables is null || tables.Contains(row.Table))];
        }
    }

    internal static Func<RebuildPhase, Task> Nothing { get; } = _ => Task.CompletedTask;

    /// <summary>Once, however often the phase is told.</summary>
    internal static Func<RebuildPhase, Task> Once(RebuildPhase phase, Func<Task> act)
    {
        var acted = 0;
        return now => now == phase && Interlocked.Exchange(ref acted, 1) == 0 ? act() : Task.CompletedTask;
    }

    internal static async Task<Guid> OpenTicketAsync(this StoreDatabase database, string tenant, params NewEvent[] more)
    {
        var stream = Guid.CreateVersion7();
        (await database.Store.AppendAsync(Tickets.Appending(tenant, stream, [], [Tickets.Opened($"{stream}"), .. more]), StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.Appended>();
        return stream;
    }

    sealed class Progress(Func<RebuildPhase, Task> at) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value)
        {
            if (value.Phase is not RebuildPhase.Building)
                at(value.Phase).GetAwaiter().GetResult();
        }
    }
}

/// <summary>An append that stops where the test wants it to.</summary>
sealed class AppendInSteps : IAsyncDisposable
{
    readonly NpgsqlConnection _connection;
    readonly NpgsqlTransaction _transaction;
    readonly Append _request;

    AppendInSteps(NpgsqlConnection connection, NpgsqlTransaction transaction, Append request) => (_connection, _transaction, _request) = (connection, transaction, request);

    /// <summary>The stream and its events are in, no row is.</summary>
    internal static async Task<AppendInSteps> BeginAsync(StoreDatabase database, Append request)
    {
        var connection = await database.Application.OpenConnectionAsync(StoreDatabase.Ct);
        var append = new AppendInSteps(connection, await connection.BeginTransactionAsync(StoreDatabase.Ct), request);
        await append.RunAsync(Sql.SetTenant, Sql.Varchar(request.Tenant));
        var last = ((ExpectedVersion.At)request.Expected).Version;
        await append.RunAsync("select es_advance_stream($1, $2, $3, $4, now())", Sql.Varchar(request.Tenant), Sql.Uuid(request.StreamId), Sql.Bigint(last), Sql.Bigint(request.Events.Count));
        foreach (var one in request.Events)
        {
            await append.RunAsync(
                "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived) values (nextval('mt_events_sequence'), $1, $2, $3, $4, $5, $6, $7, false)",
                Sql.Uuid(one.Id), Sql.Uuid(request.StreamId), Sql.Bigint(++last), Sql.Jsonb(one.Data), Sql.Varchar(one.Type), Sql.Timestamp(one.Metadata.RecordedAt), Sql.Varchar(request.Tenant));
        }
        return append;
    }

    internal async Task RowsAsync(ProjectionTable? only = null)
    {
        foreach (var change in _request.Rows.Where(change => only is null || change.Row.Table == only))
        {
            var (table, row) = (change.Row.Table, change.Row);
            await RunAsync(change is RowChange.Insert ? table.Insert : table.Update, [.. row.Values.Select((value, i) => Sql.Column(value, table.Columns[i].Type))]);
        }
    }

    internal Task CommitAsync() => _transaction.CommitAsync(StoreDatabase.Ct);

    internal async Task FinishAsync()
    {
        await RowsAsync();
        await CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    async Task RunAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(StoreDatabase.Ct);
    }
}
