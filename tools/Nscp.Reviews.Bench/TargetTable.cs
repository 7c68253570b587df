using System.Globalization;
using Marten;
using Npgsql;
using Nscp.Reviews.Api;
using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Bench.Stock;

namespace Nscp.Reviews.Bench;

/// <summary>Each path beside what it is compared with, and what it is to reach.</summary>
/// <param name="part">The only part to measure; empty for all.</param>
sealed class TargetTable(BenchPlace place, string repository, Rounds rounds, int events, string part)
{
    // A rebuild takes a while, and its rounds differ little.
    int Few => Math.Max(1, rounds.Count / 2);

    public async Task<Report> MeasureAsync()
    {
        var report = new Report(place.Server, events, rounds.Count);
        await PlainSql.MakeAsync(place);
        await StockStore.MakeAsync(place);
        await Console.Error.WriteLineAsync($"{place.Server}: filling");
        var streams = await Filling.CasesAsync(place.Sessions, events / Story.EventsPerCase);
        var longCase = await Filling.LongCaseAsync(place.Sessions, place.Host.Services.GetRequiredService<RecordMilestone>());
        await place.RunAsync("vacuum analyze");
        await StockStore.CopyAsync(place);
        await using var stock = StockStore.Open(place.Application);
        // Commands last: they make both logs longer, and not alike.
        var rebuilding = Is("log") ? await RebuildsAsync() : [];
        var reading = Is("read") ? await ReadsAsync(stock, streams, longCase) : [];
        (string, string, string)[] proof = Is("proof") ? [await HistoryAsync(longCase), await VerificationAsync()] : [];
        report.Table("A command", Is("command") ? await CommandsAsync(stock) : []);
        report.Table("Reading a case", reading);
        report.Table("Rebuilding", rebuilding);
        report.Figures("History and proof", proof);
        if (Is("host")) report.Figures("The host", await HostAsync());
        return report;
    }

    bool Is(string one) => part.Length == 0 || part == one;

    async Task<IReadOnlyList<Line>> CommandsAsync(DocumentStore stock)
    {
        var services = place.Host.Services;
        await using var withRowSecurity = DocumentStore.For(options =>
        {
            ReviewsStore.Configure(options, services.GetRequiredService<NpgsqlDataSource>());
            options.UseRowLevelSecurity(ReviewsStore.TenantSetting);
        });
        await using var sources = new TenantSources(place.Application);
        var slower = new RecordMilestone(new Sessions(withRowSecurity, sources), services.GetRequiredService<Worlds>(), services.GetRequiredService<HostClock>(), services.GetRequiredService<Turns>());
        var baseline = new StockCommand(stock);
        var lines = new List<Line>();
        foreach (var (workers, target, slowerTarget) in ((int, double, double)[])[(1, 1.5, 1.2), (8, 1.2, 1.0)])
        {
            lines.Add(new(await rounds.MeasureAsync(new ProductCommand("the product's command", services.GetRequiredService<RecordMilestone>(), "P"), baseline, workers), baseline.Name, target));
            lines.Add(new(await rounds.MeasureAsync(new ProductCommand("the same, the tenant told by `UseRowLevelSecurity`", slower, "R"), baseline, workers), baseline.Name, slowerTarget));
            lines.Add(new(await rounds.MeasureAsync(new PlainSql(place.Superuser), baseline, workers), baseline.Name, null));
        }
        return lines;
    }

    async Task<IReadOnlyList<Line>> ReadsAsync(DocumentStore stock, IReadOnlyList<Guid> streams, Guid longCase) =>
    [
        await ReadAsync(stock, streams, Story.EventsPerCase, 1.3),
        await ReadAsync(stock, [longCase], Filling.LongCaseEvents, 1.8),
    ];

    async Task<Line> ReadAsync(DocumentStore stock, IReadOnlyList<Guid> streams, int length, double target)
    {
        var baseline = Reading.Stock(stock, streams, length);
        return new(await rounds.MeasureAsync(Reading.Product(place.Sessions, streams, length), baseline, 1), baseline.Name, target);
    }

    async Task<IReadOnlyList<Line>> RebuildsAsync()
    {
        var (emptied, same) = await WholeLog.RebuildAsync(place, Few);
        const string beside = "Marten's own rebuild of one small snapshot";
        return [new(emptied, beside, 0.5), new(same, beside, 0.5)];
    }

    async Task<(string, string, string)> HistoryAsync(Guid longCase)
    {
        await using var connection = new NpgsqlConnection(place.Superuser);
        var one = await rounds.MeasureAsync(Reading.Decision(place.Sessions, longCase), await Reading.PlainAsync(connection, longCase), 1);
        return (one.Path, string.Create(CultureInfo.InvariantCulture, $"{1000 / one.Own:0.00} ms, {1 / one.Ratio:0.0} times a plain SELECT of its stream ({1000 / one.Baseline:0.00} ms)"), "at most 4 times");
    }

    async Task<(string, string, string)> VerificationAsync()
    {
        var speed = await WholeLog.VerifyAsync(place, Few);
        return ("the whole log verified on one thread", string.Create(CultureInfo.InvariantCulture, $"{speed:N0} events per second"), "at least 100,000");
    }

    async Task<IReadOnlyList<(string, string, string)>> HostAsync()
    {
        var host = await HostStart.MeasureAsync(place, repository, Math.Min(rounds.Count, 3));
        return
        [
            ("from its start until it is ready", string.Create(CultureInfo.InvariantCulture, $"{host.Ready / 1000:0.0} s"), "under 3 s"),
            ("its first command, over HTTP", string.Create(CultureInfo.InvariantCulture, $"{host.FirstCommand:0} ms"), "under 300 ms"),
            ("its memory, idle for 30 s", string.Create(CultureInfo.InvariantCulture, $"{host.Idle:0} MB"), "under 180 MB"),
        ];
    }
}
