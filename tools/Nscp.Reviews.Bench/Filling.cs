using Npgsql;

namespace Nscp.Reviews.Bench;

/// <summary>Streams that are there before a measurement begins, made inside the server: what is read is the same, and making them takes seconds.</summary>
static class Filling
{
    /// <returns>Some of the streams, to read from.</returns>
    public static async Task<IReadOnlyList<Guid>> StreamsAsync(string superuser, int streams, int eventsPerStream)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        // Checks and triggers stand back: the rows are right by the way they are made.
        await RunAsync(connection,
            $$"""
            set session_replication_role = replica;
            create temporary table filling as select gen_random_uuid() as stream from generate_series(1, {{streams}});
            insert into mt_streams (tenant_id, id, type, version, is_archived) select '{{Notes.Tenant}}', stream, '{{Notes.StreamType}}', {{eventsPerStream}}, false from filling;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, headers, user_name, is_archived)
            select nextval('mt_events_sequence'), gen_random_uuid(), stream, v, jsonb_build_object('number', v, 'text', '{{Notes.Filling}}'), '{{Notes.EventType}}', now(), '{{Notes.Tenant}}', 'bench',
                '{"recorderName": "Benchmark", "recorderRole": "development-manager", "recorderOrganisation": "NSCP", "actorOrganisation": "NSCP", "howKnown": "own-act", "happenedOn": "2026-11-20", "knownOn": "2026-11-20", "calendarRevision": 1, "despite": "", "hash": "0b0eddfee6ac9a6ca05ef941233be6c1c1990778ad89c4881aa3470f113f55d6"}',
                'bench', false
            from generate_series(1, {{eventsPerStream}}) v, filling;
            set session_replication_role = origin;
            analyze mt_streams, mt_events;
            """);
        await using var some = new NpgsqlCommand("select stream from filling order by stream limit 10000", connection);
        await using var reader = await some.ExecuteReaderAsync();
        var chosen = new List<Guid>();
        while (await reader.ReadAsync())
            chosen.Add(reader.GetGuid(0));
        return chosen;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
