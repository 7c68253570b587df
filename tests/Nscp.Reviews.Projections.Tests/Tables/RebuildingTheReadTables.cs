using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Tables;

public sealed class RebuildingTheReadTables(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    [Fact]
    public async Task Gives_the_live_rows_one_for_one_also_after_corrections()
    {
        await database.RecordAsync(Stories.Rn19());
        await database.RecordAsync(Stories.Incident("20-1", "2020-02-03").Strike<IncidentReported>("2020-02-04"), "ELSEWHERE");
        await database.RecordAsync(Stories.Incident("21-9", "2021-02-03").On("2021-02-04", new AgencyInformationRequested(1, Story.Org("NCC"), 5))
            .Correct<AgencyInformationRequested>("2021-02-05", "agency", "\"NCC\"", "\"NHCFT\""));
        await database.RecordAsync(Report("2020-09-30"));
        var live = await database.RowsAsync();
        live.ShouldContain(row => row.StartsWith("case_reference") && row.Contains("RN19"));
        live.ShouldContain(row => row.StartsWith("case_clock") && row.Contains("yearly-report"));
        live.ShouldContain(row => row.StartsWith("recommended_action") && row.Contains("NCC-PH"));
        live.ShouldContain(row => row.StartsWith("case_clock") && row.Contains("NHCFT"));

        var progress = await ReviewsRebuild.RunAsync(database.Log, _ => Story.World, null, Ct);

        (await database.RowsAsync()).ShouldBe(live);
        progress.Rows.ShouldBe(live.Count);
    }

    internal static PartnershipEntry Report(string publishedOn)
    {
        var on = Story.Day(publishedOn);
        var envelope = new Story().On(publishedOn, new SinReceivedByPartners()).Last.Envelope;
        return new PartnershipEntry(envelope, new PartnershipEvent.YearlyReportPublished(on.PlusYears(-1), on.PlusDays(-1), new("The partnership's website")));
    }
}
