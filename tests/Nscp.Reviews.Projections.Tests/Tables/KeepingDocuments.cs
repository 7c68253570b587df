using Marten;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Projections.Tests.Reads;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Tables;

/// <summary>What is read back is equal to what was made: or each save would store again what has not changed, and a rebuild everything.</summary>
public sealed class KeepingDocuments(ReadsDatabase reads, ClockCases clocks) : IClassFixture<ReadsDatabase>, IClassFixture<ClockCases>
{
    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Gives_back_those_of_every_case_and_partnership_equal_by_value(bool ofReads)
    {
        var database = ofReads ? reads.Database : clocks.Database;
        var tenants = await database.TextsAsync("select distinct tenant_id::text from mt_events where tenant_id <> '*DEFAULT*' order by 1");
        foreach (var tenant in tenants)
        {
            var made = new List<object>();
            await foreach (var stream in Evidence.Streams.OfTenantAsync(database.Sessions.SourceOf(tenant), tenant, Ct)) made.AddRange(Documents.Of(stream, Story.World));
            ShouldBeTheSame(await database.ReadBackAsync(tenant), made);
        }
        tenants.Count.ShouldBeGreaterThan(2);
    }

    public static TheoryData<string> EveryName() => [.. EventCatalogue.Names.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(EveryName))]
    public async Task Gives_back_those_of_a_case_with_any_one_event(string name)
    {
        var story = Stories.Incident("77-1", "2024-05-01").Tell("2024-05-02", EveryFact.OfEveryType.Single(fact => EventCatalogue.NameOf(fact) == name), reason: "SECRET");
        var (tenant, stream) = ($"ANY-{Array.IndexOf([.. EventCatalogue.Names.Order(StringComparer.Ordinal)], name)}", Guid.CreateVersion7());
        (await reads.Database.SaveAsync(tenant, stream, CaseHistory.Empty, story.History)).ShouldBe(SaveOutcome.Saved);
        ShouldBeTheSame(await reads.Database.ReadBackAsync(tenant), Documents.OfCase(tenant, stream, story.History, Story.World));
    }

    /// <summary>A slip of the keyboard is a date like any other: the first and the last that come in, and what is counted from them.</summary>
    [Theory]
    [InlineData("1900-01-01", "1900-01-01"), InlineData("2024-01-24", "2200-12-31")]
    public async Task Gives_back_those_of_dates_as_early_and_as_late_as_come_in(string happened, string planned)
    {
        var story = Stories.Incident("78-1", happened).RapidReview(happened, happened, happened, Outcome.Cspr).On(happened, new CsprCommissioned(1, null, null), new ReviewerAppointed(new("Dr Vale"), true))
            .On(happened, Stories.Recommends("R1", "Do it"), new RecommendationAccepted("R1"), Stories.Assigned("R1", 1, "NCC", planned))
            .On(happened, new PanelAskedForInformation(1, Story.Day(planned), null), new PublicationPlanned(Story.Day(planned), PublicationForm.FullReport, null))
            .On(happened, new PublicationHeld(1, HoldKind.Inquest, Story.Secret("The coroner asked"), Story.Day(planned), Story.Day(planned), Story.Day(planned)));
        var (tenant, stream) = ($"AT-{planned}", Guid.CreateVersion7());
        (await clocks.Database.SaveAsync(tenant, stream, CaseHistory.Empty, story.History)).ShouldBe(SaveOutcome.Saved);
        ShouldBeTheSame(await clocks.Database.ReadBackAsync(tenant), Documents.OfCase(tenant, stream, story.History, Story.World));
    }

    [Fact]
    public async Task Gives_back_an_accepted_calendar()
    {
        (await clocks.Database.AcceptAsync(2)).ShouldBe(SaveOutcome.Saved);
        var read = await clocks.Database.AskAsync(CalendarStream.Tenant, session => session.Query<CalendarDocument>().ToListAsync(Ct));
        ShouldBeTheSame(read, [.. Acceptance(2).Documents.Stored]);
    }

    static void ShouldBeTheSame(IReadOnlyList<object> read, IReadOnlyList<object> made)
    {
        read.Count.ShouldBe(made.Count);
        read.ShouldAllBe(document => made.Contains(document));
        var changes = DocumentChanges.Between(read, made);
        (changes.Stored.Count, changes.Deleted.Count, changes.Any).ShouldBe((0, 0, false));
    }
}
