using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Reads;

/// <summary>One document of every member of every enum that a list can be narrowed by: what the list gives is what a filter in memory gives.</summary>
public sealed class NarrowingByEveryWord(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    static readonly LocalDate Today = Story.Day("2020-03-02");

    static readonly object[] Made = [.. Documents.OfCase(Story.Tenant, Guid.Empty, Stories.Rn19().History, Story.World)];

    [Fact]
    public async Task Gives_the_recommendations_of_that_state_or_source_and_no_others()
    {
        var one = Made.OfType<RecommendationDocument>().First();
        RecommendationDocument[] all =
        [
            .. Enum.GetValues<RecommendationProgress>().Select(state => one with { Id = $"s/{state}", Place = $"19-3 {(int)state:0000000000} S", State = state, Read = one.Read with { Id = $"{state}", State = state } }),
            .. Enum.GetValues<RecommendationSource>().Select(source => one with { Id = $"o/{source}", Place = $"19-3 {(int)source:0000000000} T", Source = source, Read = one.Read with { Id = $"{source}", Source = source } }),
        ];
        await StoreAsync("RECOMMENDED", all);

        foreach (var state in Enum.GetValues<RecommendationProgress>())
            (await IdsAsync(new(State: state))).ShouldBe(Ids(all.Where(each => each.State == state)), $"{state}");
        foreach (var source in Enum.GetValues<RecommendationSource>())
        {
            (await IdsAsync(new(Source: source))).ShouldBe(Ids(all.Where(each => each.Source == source)), $"{source}");
            (await database.AskAsync("RECOMMENDED", session => CompletionView.ReadAsync(session, Story.World.Calendar, Today, CompletionBy.Source, source, Ct))).Single()
                .ShouldSatisfyAllConditions(line => line.Group.ShouldBe(Say.Word(source)), line => line.Made.ShouldBe(all.Count(each => each.Source == source)));
        }

        static IEnumerable<string> Ids(IEnumerable<RecommendationDocument> documents) => documents.OrderBy(each => each.Place, StringComparer.Ordinal).Select(each => each.Read.Id);

        async Task<IEnumerable<string>> IdsAsync(RecommendationFilter filter) =>
            (await database.AskAsync("RECOMMENDED", session => RecommendationList.ReadAsync(session, Today, filter, 100, null, Ct))).Items.Select(each => each.Id);
    }

    [Fact]
    public async Task Gives_the_cases_of_that_kind_stage_or_outcome_and_no_others()
    {
        var one = Made.OfType<CaseDocument>().Single();
        RegisteredCase[] all =
        [
            .. Enum.GetValues<CaseKind>().Select(kind => one.Listed with { Reference = $"K-{(int)kind}", Kind = kind }),
            .. Enum.GetValues<Stage>().Select(stage => one.Listed with { Reference = $"S-{(int)stage}", Stage = stage }),
            .. Enum.GetValues<Outcome>().Select(outcome => one.Listed with { Reference = $"O-{(int)outcome}", Outcome = outcome }),
            one.Listed with { Reference = "N-0", Outcome = null, District = null, What = null, ClosedOn = Today },
        ];
        await StoreAsync("REGISTERED", [.. all.Select(each => new CaseDocument(Guid.NewGuid(), $"2019-05-01 {each.Reference}", each))]);

        foreach (var kind in Enum.GetValues<CaseKind>()) await ShouldGiveAsync(new(Kind: kind), each => each.Kind == kind);
        foreach (var stage in Enum.GetValues<Stage>()) await ShouldGiveAsync(new(Stage: stage), each => each.Stage == stage);
        foreach (var outcome in Enum.GetValues<Outcome>()) await ShouldGiveAsync(new(Outcome: outcome), each => each.Outcome == outcome);
        await ShouldGiveAsync(new(Open: true), each => each.ClosedOn is null);
        await ShouldGiveAsync(new(Open: false), each => each.ClosedOn is not null);
        await ShouldGiveAsync(new(District: one.Listed.District is { } district ? Domain.Organisations.District.Parse(district) : null), each => each.District is not null);

        async Task ShouldGiveAsync(RegisterFilter filter, Func<RegisteredCase, bool> fits) =>
            (await database.AskAsync("REGISTERED", session => RegisterList.ReadAsync(session, filter, 100, null, Ct)))!.Items.AsEnumerable()
                .ShouldBe(all.Where(fits).OrderByDescending(each => each.Reference, StringComparer.Ordinal), $"{filter}");
    }

    [Fact]
    public async Task Gives_the_clocks_of_that_force_or_owner_and_no_others()
    {
        var one = Made.OfType<ClockDocument>().First(clock => clock is { IsOpen: true, DueOn: not null });
        ClockDocument[] all =
        [
            .. Enum.GetValues<Force>().Select(force => one with { Id = $"{force}", ClockId = $"{force}", Place = $"2020-01-01 {(int)force}", Force = force, Owner = null }),
            .. ((string[])["NCC", "NCC-PH", "NHCFT"]).Select(owner => one with { Id = owner, ClockId = owner, Place = $"2020-01-02 {owner}", Owner = owner }),
            one with { Id = "none", ClockId = "none", Place = "9999-12-31 1", DueOn = null, ReachesFrom = null, ReachesTo = null, Owner = null },
        ];
        await StoreAsync("CLOCKS", all);

        foreach (var force in Enum.GetValues<Force>()) await ShouldGiveAsync(new(Today, Force: force), each => each.Force == force);
        foreach (var owner in (string[])["NCC", "NCC-PH", "NHCFT"]) await ShouldGiveAsync(new(Today, Organisation: Story.Org(owner)), each => each.Owner == owner);
        await ShouldGiveAsync(new(Today, State: OpenClockState.Overdue), each => each.DueOn < Today);
        await ShouldGiveAsync(new(Today, State: OpenClockState.Running), each => each.DueOn > Today);
        await ShouldGiveAsync(new(Today, State: OpenClockState.DueToday), each => each.DueOn == Today);
        await ShouldGiveAsync(new(Today, State: OpenClockState.OutsideCoverage), each => each.DueOn is null);
        await ShouldGiveAsync(new(one.DueOn!.Value, State: OpenClockState.DueToday), each => each.DueOn is not null);
        await ShouldGiveAsync(new(Today, Until: one.DueOn!.Value.PlusDays(-1)), each => each.DueOn is null);

        async Task ShouldGiveAsync(DeadlineQuestion asked, Func<ClockDocument, bool> fits) =>
            (await database.AskAsync("CLOCKS", session => DeadlineList.ReadAsync(session, Story.World.Calendar, asked, 100, null, Ct))).Page.Items.Select(each => each.Id)
                .ShouldBe(all.Where(fits).OrderBy(each => each.Place, StringComparer.Ordinal).Select(each => each.ClockId), $"{asked}");
    }

    async Task StoreAsync(string tenant, IReadOnlyList<object> documents)
    {
        await using var session = database.LogStore.LightweightSession(tenant);
        session.StoreObjects(documents);
        await session.SaveChangesAsync(Ct);
    }
}
