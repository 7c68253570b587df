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
        live.ShouldContain(row => row.StartsWith("case_text") && row.Contains("Raise awareness of eating disorders"));
        live.ShouldNotContain(row => row.StartsWith("case_text") && row.Contains("Recorded twice"));

        var progress = await ReviewsRebuild.RunAsync(database.Log, (_, _) => Story.World, null, Ct);

        (await database.RowsAsync()).ShouldBe(live);
        progress.Rows.ShouldBe(live.Count);
    }

    [Fact]
    public async Task Mends_the_tables_that_are_named_and_no_others()
    {
        await database.RecordAsync(Stories.Incident("22-1", "2022-02-03"));
        var live = await database.RowsAsync();
        await database.TextsAsync("with a as (delete from audit_trail) delete from case_register returning ''");

        await ReviewsRebuild.RunAsync(database.Log, (_, _) => Story.World, ["case_register"], null, Ct);

        (await database.RowsAsync()).ShouldBe(live.Where(row => !row.StartsWith("audit_trail", StringComparison.Ordinal)));
        await ReviewsRebuild.RunAsync(database.Log, (_, _) => Story.World, null, Ct);
        (await database.RowsAsync()).ShouldBe(live);
    }

    [Fact]
    public async Task Is_refused_for_a_table_that_is_not_there() =>
        (await Should.ThrowAsync<ArgumentException>(() => ReviewsRebuild.RunAsync(database.Log, (_, _) => Story.World, ["cases"], null, Ct)))
            .Message.ShouldStartWith("There is no read table 'cases'. There are: audit_trail, ");

    internal static PartnershipEntry Report(string publishedOn)
    {
        var on = Story.Day(publishedOn);
        var envelope = new Story().On(publishedOn, new SinReceivedByPartners()).Last.Envelope;
        return new PartnershipEntry(envelope, new PartnershipEvent.YearlyReportPublished(on.PlusYears(-1), on.PlusDays(-1), new("The partnership's website")));
    }
}
