using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class ReadingTheRegister(ReadsDatabase given) : IClassFixture<ReadsDatabase>
{
    [Fact]
    public async Task Gives_every_case_the_newest_first() =>
        (await References(new RegisterFilter())).ShouldBe(["24-1", "19-9", "19-3", "QN17"]);

    [Fact]
    public async Task Gives_it_in_parts_that_neither_repeat_nor_skip()
    {
        var seen = new List<string>();
        string? after = null;
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 50; part++)
        {
            var page = await Part(Tenant, new RegisterFilter(), 1, after);
            seen.AddRange(page.Items.Select(c => c.Reference));
            if ((after = page.After) is null) break;
        }
        seen.ShouldBe(["24-1", "19-9", "19-3", "QN17"]);
    }

    [Fact]
    public async Task Can_be_narrowed_by_kind_stage_district_outcome_and_whether_it_is_open()
    {
        (await References(new RegisterFilter(Kind: CaseKind.SeriousCaseReview))).ShouldBe(["QN17"]);
        (await References(new RegisterFilter(Stage: Stage.Held))).ShouldBe(["19-3"]);
        (await References(new RegisterFilter(District: District.Parse("bassetlaw")))).ShouldBe(["24-1", "19-9", "19-3"]);
        (await References(new RegisterFilter(Outcome: Outcome.NoFurtherReview))).ShouldBe(["19-9"]);
        (await References(new RegisterFilter(Open: false))).ShouldBe(["19-9"]);
        (await References(new RegisterFilter(Open: true))).ShouldBe(["24-1", "19-3", "QN17"]);
    }

    [Fact]
    public async Task Shows_where_a_case_stands()
    {
        var rn19 = (await Read(new RegisterFilter(Stage: Stage.Held))).Single();
        (rn19.CsprReference, rn19.Outcome, rn19.ReportSentOn, rn19.SinSentOn).ShouldBe(("RN19", Outcome.Cspr, Day("2019-05-27"), Day("2019-05-07")));
        rn19.OpenHolds.ShouldBe([HoldKind.Inquest]);
        rn19.Irregularities.ShouldContain("report-incomplete");
        rn19.Version.ShouldBe(29);
    }

    [Fact]
    public async Task Shows_no_other_partnerships_cases() =>
        (await Part("ELSEWHERE", new RegisterFilter(), 10, null)).Items.Select(c => c.Reference).ShouldBe(["E-1"]);

    [Fact]
    public async Task Refuses_a_cursor_that_is_none() =>
        await Should.ThrowAsync<FormatException>(() => Part(Tenant, new RegisterFilter(), 10, "bm9uc2Vuc2U"));

    async Task<IReadOnlyList<RegisteredCase>> Read(RegisterFilter filter) => (await Part(Tenant, filter, 10, null)).Items;

    async Task<Page<RegisteredCase>> Part(string tenant, RegisterFilter filter, int limit, string? after) =>
        (await given.Database.AskAsync(tenant, session => RegisterList.ReadAsync(session, filter, limit, after, Ct)))!;

    async Task<IEnumerable<string>> References(RegisterFilter filter) => (await Read(filter)).Select(c => c.Reference);
}
