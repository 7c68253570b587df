using Nscp.Reviews.Api.Storage;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class ReadingAWholeCase(ReadsDatabase given) : IClassFixture<ReadsDatabase>
{
    [Theory]
    [InlineData("19-3"), InlineData("RN19")]
    public async Task Gives_what_the_history_itself_gives_by_either_reference(string reference) =>
        AuditTrail.Of(await HistoryAsync(Tenant, reference), Story.World).ShouldBe(AuditTrail.Of(Stories.Rn19().History, Story.World));

    [Fact]
    public async Task Is_empty_for_another_partnership() => (await HistoryAsync("ELSEWHERE", "RN19")).AsRecorded.ShouldBeEmpty();

    [Fact]
    public async Task Feeds_the_key_facts_with_every_case_of_the_partnership()
    {
        var (period, cases) = (KeyFactsPeriod.OfYear("2019-20")!, new List<CaseHistory>());
        await foreach (var stream in Evidence.Streams.OfTenantAsync(given.Database.Sessions.SourceOf(Tenant), Tenant, Ct))
            if (CaseStream.Is(stream)) cases.Add(CaseStream.History(stream.Events));
        var facts = KeyFacts.Count(cases, period, period.To);
        (facts.Notifications, facts.RapidReviews.Total, facts.CarriedOver.Count).ShouldBe((2, 2, 1));
    }

    async Task<CaseHistory> HistoryAsync(string tenant, string reference)
    {
        await using var session = await given.Database.Sessions.OpenAsync(tenant, new StreamAddress.ByReference(Ref(reference)), null, Ct);
        return CaseStream.History(session.Read.Events);
    }
}
