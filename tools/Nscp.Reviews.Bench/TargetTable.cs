namespace Nscp.Reviews.Bench;

/// <summary>What each path reaches of plain SQL's speed, beside what it is to reach and what Marten reached.</summary>
/// <param name="Marten">Percent, as measured elsewhere with Marten 9.29 on the same kind of machine; null where it was not.</param>
/// <param name="Target">Percent; null where none is set.</param>
sealed record TargetRow(Measured Measured, int? Marten, int? Target);

sealed record TargetTable(string Server, IReadOnlyList<TargetRow> Rows)
{
    const int Streams = 12_500, EventsPerStream = 8;

    public static async Task<TargetTable> MeasureAsync(BenchPlace place, Rounds rounds, string only)
    {
        await Console.Error.WriteLineAsync($"{place.Server}: paths beside plain SQL");
        // Before there are events that were made without a hash that fits.
        TargetRow[] verify = "verify".Contains(only, StringComparison.Ordinal) ? [new(await VerifyPath.MeasureAsync(place, rounds), null, null)] : [];
        if (only == "verify") return new TargetTable(place.Server, verify);
        var streams = await Filling.StreamsAsync(place.SuperuserConnectionString, Streams, EventsPerStream);
        var (append, select) = (new PlainSql(place), new PlainSelect(place.SuperuserConnectionString, streams));
        return new TargetTable(place.Server,
        [
            .. await BothAsync(new AppendOnly(place.Store), append, (37, 70), (24, 65)),
            .. await BothAsync(new LoadDecideAppend(place.Store), append, (23, 50), (16, 40)),
            .. await BothAsync(new InProcess(place), append, (null, 40), (null, 33)),
            .. await BothAsync(new OverHttp(place), append, (null, null), (null, null)),
            .. await BothAsync(new ReadAndFold(place.Store, streams, EventsPerStream), select, (31, 65), (43, 75)),
            .. await BothAsync(new PageOfDeadlines(place), new PlainPage(place), (null, null), (null, null)),
            .. "rebuild".Contains(only, StringComparison.Ordinal) ? [new TargetRow(await RebuildAsync(place, rounds), null, 60)] : Array.Empty<TargetRow>(),
            .. verify,
        ]);

        async Task<TargetRow[]> BothAsync(IPath path, IPath baseline, (int? Marten, int? Target) one, (int? Marten, int? Target) eight) => !path.Name.Contains(only, StringComparison.Ordinal) ? [] :
        [
            new(await rounds.MeasureAsync(path, baseline, 1), one.Marten, one.Target),
            new(await rounds.MeasureAsync(path, baseline, 8), eight.Marten, eight.Target),
        ];
    }

    /// <summary>Events per second: a rebuild of one projection, between two plain copies of the same rows out of the database.</summary>
    static async Task<Measured> RebuildAsync(BenchPlace place, Rounds rounds)
    {
        var (owns, plains, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds.Count; round++)
        {
            var before = await RebuildPath.CopyOutAsync(place);
            var own = await RebuildPath.RebuildAsync(place);
            var after = await RebuildPath.CopyOutAsync(place);
            owns.Add(own);
            plains.Add((before + after) / 2);
            ratios.Add(own / plains[^1]);
        }
        return new Measured("rebuild of one projection (events)", 1, Rounds.Median(owns), Rounds.Median(plains), Rounds.Median(ratios));
    }
}
