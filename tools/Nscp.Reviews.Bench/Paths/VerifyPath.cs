using System.Diagnostics;
using NodaTime;
using Npgsql;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Bench;

/// <summary>Verifies a sealed log of its own events, each with a hash that fits.</summary>
static class VerifyPath
{
    const int Streams = 12_500, EventsPerStream = 8, Writers = 4;

    /// <summary>Events per second on one thread, between two plain copies of the same rows out of the database.</summary>
    public static async Task<Measured> MeasureAsync(BenchPlace place, Rounds rounds)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Streams), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (_, ct) => await AppendAsync(place.Store, ct));
        await using var log = NpgsqlDataSource.Create(place.LogConnectionString);
        using var key = SealKey.Parse(SealKey.NewPem());
        await SealAsync(place, log, key);
        var (owns, plains, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds.Count; round++)
        {
            var before = await CopyOutAsync(place);
            var worked = Environment.CpuUsage.TotalTime;
            var own = await VerifyAsync(log, key);
            var perSecondOfWork = Streams * EventsPerStream / (Environment.CpuUsage.TotalTime - worked).TotalSeconds;
            var after = await CopyOutAsync(place);
            owns.Add(own);
            plains.Add((before + after) / 2);
            ratios.Add(own / plains[^1]);
            await Console.Error.WriteLineAsync($"  verify: {own:N0} events/s beside {plains[^1]:N0}, {perSecondOfWork:N0} per second of this process's own work; {GC.GetTotalMemory(forceFullCollection: true) / 1024 / 1024} MB held, {Environment.WorkingSet / 1024 / 1024} MB in all");
        }
        return new Measured("verify, one thread (events; 100,000 to reach)", 1, Rounds.Median(owns), Rounds.Median(plains), Rounds.Median(ratios));
    }

    static async Task AppendAsync(Store store, CancellationToken ct)
    {
        NewEvent[] events = [.. Enumerable.Range(1, EventsPerStream).Select(number => Notes.Event(number))];
        await store.AppendAsync(new Append(Notes.Tenant, Guid.CreateVersion7(), Notes.StreamType, new ExpectedVersion.MustNotExist(), events, null, []), ct);
    }

    // The product's own sealer may be faster: then its heads are by another key, which the verification tells of and which costs it nothing.
    static async Task SealAsync(BenchPlace place, NpgsqlDataSource log, SealKey key)
    {
        using var stop = new CancellationTokenSource();
        var begun = Stopwatch.GetTimestamp();
        var sealing = new ConsumerHost(place.LogConnectionString, [new Sealing(key, SystemClock.Instance, null).Consumer(TimeSpan.Zero)], null, null, _ => { }).RunAsync(stop.Token);
        while (!(await ConsumerOffice.ListAsync(log, CancellationToken.None)).Any(one => one.Name == Sealing.Name && one.Behind == 0))
            await Task.Delay(10);
        await stop.CancelAsync();
        await sealing;
        await Console.Error.WriteLineAsync($"  sealed {Streams * EventsPerStream / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} events/s");
        await ProveAsync(log);
    }

    /// <summary>A bundle's worth of proofs.</summary>
    static async Task ProveAsync(NpgsqlDataSource log)
    {
        const int events = 300;
        long[] scattered = [.. Enumerable.Range(1, events).Select(n => n * (Streams * EventsPerStream / events) - 7L)];
        for (var time = 0; time < 5; time++)
        {
            var begun = Stopwatch.GetTimestamp();
            var proofs = await new SealedLog(log).ProveAsync(scattered, CancellationToken.None);
            await Console.Error.WriteLineAsync($"  {proofs!.Leaves.Count} scattered events proved in {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms");
        }
    }

    static async Task<double> VerifyAsync(NpgsqlDataSource log, SealKey key)
    {
        var begun = Stopwatch.GetTimestamp();
        var report = await new Verification(log, [key.Public], null, SystemClock.Instance).RunAsync(VerificationCause.OnDemand, null, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (report.Findings.Any(one => one.Kind is not FindingKind.HeadUnknownKey))
            throw new InvalidOperationException(report.Findings[0].Sentence);
        return report.Events / seconds;
    }

    static async Task<double> CopyOutAsync(BenchPlace place)
    {
        await using var connection = new NpgsqlConnection(place.LogConnectionString);
        await connection.OpenAsync();
        var watch = Stopwatch.StartNew();
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            "copy (select tenant_id, stream_id, version, id, type, data, bdata, timestamp, mt_dotnet_type, correlation_id, causation_id, user_name, is_archived, headers, seq_id from mt_events order by seq_id) to stdout (format binary)");
        var buffer = new byte[64 * 1024];
        while (await copy.ReadAsync(buffer, CancellationToken.None) > 0)
        {
            // Thrown away.
        }
        return Streams * EventsPerStream / watch.Elapsed.TotalSeconds;
    }
}
