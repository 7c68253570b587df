using System.Diagnostics;
using Npgsql;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Bench;

static class RebuildPath
{
    /// <summary>Events per second.</summary>
    public static async Task<double> RebuildAsync(BenchPlace place)
    {
        await using var log = NpgsqlDataSource.Create(place.LogConnectionString);
        var watch = Stopwatch.StartNew();
        var done = await Rebuild.RunAsync(log, new RebuildRequest([Notes.Table], Rows, "bench"), null, CancellationToken.None);
        return done.Events / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The baseline, events per second: the same rows in the same order by a binary COPY, thrown away.</summary>
    public static async Task<double> CopyOutAsync(BenchPlace place)
    {
        await using var connection = new NpgsqlConnection(place.LogConnectionString);
        await connection.OpenAsync();
        var watch = Stopwatch.StartNew();
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            "copy (select id, stream_id, seq_id, version, type, data, timestamp, headers, user_name, correlation_id, causation_id from mt_events order by tenant_id, stream_id, version) to stdout (format binary)");
        var buffer = new byte[64 * 1024];
        while (await copy.ReadAsync(buffer, CancellationToken.None) > 0)
        {
            // Thrown away.
        }
        await using var count = new NpgsqlConnection(place.LogConnectionString);
        await count.OpenAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        await using var counting = new NpgsqlCommand("select count(*) from mt_events", count);
        return (long)(await counting.ExecuteScalarAsync())! / seconds;
    }

    static IReadOnlyList<ProjectionRow> Rows(StreamHistory stream) =>
        stream.StreamType == Notes.StreamType ? Notes.Rows(stream.Tenant, stream.StreamId, Notes.Fold(stream.Events)) : [];
}
