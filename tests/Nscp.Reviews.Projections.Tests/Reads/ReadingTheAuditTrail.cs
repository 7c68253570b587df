using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class ReadingTheAuditTrail(ReadsDatabase given) : IClassFixture<ReadsDatabase>
{
    [Theory]
    [InlineData("19-3"), InlineData("RN19")]
    public async Task Gives_what_the_history_itself_gives_by_either_reference(string reference) =>
        (await AuditTrailList.ReadAsync(given.Database.Application, Tenant, Ref(reference), Ct)).ShouldBe(AuditTrail.Of(Stories.Rn19().History, Story.World));

    [Fact]
    public async Task Is_empty_for_another_partnership() =>
        (await AuditTrailList.ReadAsync(given.Database.Application, "ELSEWHERE", Ref("RN19"), Ct)).ShouldBeEmpty();

    [Fact]
    public async Task Feeds_the_key_facts_with_every_case_of_the_partnership()
    {
        var period = KeyFactsPeriod.OfYear("2019-20")!;
        var facts = await KeyFacts.ReadAsync(given.Database.Store, Tenant, period, period.To, Ct);
        (facts.Notifications, facts.RapidReviews.Total, facts.CarriedOver.Count).ShouldBe((2, 2, 1));
    }
}
